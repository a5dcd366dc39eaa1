using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Oxbow.House.Tests.Model;

/// <summary>A file of the repository: its path from the root, with `/` between folders, and its text.</summary>
internal sealed class SourceFile
{
    private readonly Lazy<SyntaxTree> tree;
    private readonly Lazy<XDocument> document;

    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        Lines = text.TrimEnd('\n').Split('\n');
        tree = new(() => CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview), Path));
        document = new(() => XDocument.Parse(Text, LoadOptions.SetLineInfo));
    }

    public string Path { get; }

    /// <summary>The content; empty for a file that is not text.</summary>
    public string Text { get; }

    public IReadOnlyList<string> Lines { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The folder from the root, empty for the root itself.</summary>
    public string Folder => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";

    /// <summary>The folder of the project that the file belongs to, as in `src/Oxbow.Core`.</summary>
    public string Project => string.Join('/', Path.Split('/').Take(2));

    /// <summary>The file read as C#.</summary>
    public SyntaxTree Tree => tree.Value;

    /// <summary>The file read as XML.</summary>
    public XDocument Document => document.Value;

    public bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsProject => Path.EndsWith(".csproj", StringComparison.Ordinal);

    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);
}
