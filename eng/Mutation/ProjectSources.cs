using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Oxbow.Mutation;

/// <summary>
/// The sources of one project of the product, ready to be compiled again and again with a change, in memory: a second or
/// less each.
/// </summary>
internal sealed class ProjectSources
{
    private readonly CSharpCompilation compilation;
    private readonly string sourceFolder;

    private ProjectSources(string root, string name, CSharpCompilation compilation)
    {
        Name = name;
        Root = root;
        sourceFolder = Path.Combine(root, "src", AssemblyName) + Path.DirectorySeparatorChar;
        this.compilation = compilation;
        Original = Compile(compilation)
            ?? throw new InvalidOperationException($"{AssemblyName} does not compile here: {FirstError(compilation)}");
    }

    public string Name { get; }

    public string Root { get; }

    public string AssemblyName => "Oxbow." + Name;

    /// <summary>Where copies of the tests are, and the list of survivors.</summary>
    public string Folder => FolderOf(Root, Name);

    /// <summary>The assembly as it is.</summary>
    public byte[] Original { get; }

    /// <summary>Reads the sources of a project that has been built.</summary>
    public static ProjectSources Load(string root, string name)
    {
        string project = Path.Combine(root, "src", "Oxbow." + name, $"Oxbow.{name}.csproj");
        CSharpCommandLineArguments arguments = CompilerArguments.Of(project);

        // The compiler of the SDK may be newer than the one here, which calls what that one can a preview.
        CSharpParseOptions parsing = arguments.ParseOptions.WithLanguageVersion(LanguageVersion.Preview);
        return new(root, name, CSharpCompilation.Create(
            arguments.CompilationName,
            arguments.SourceFiles.Select(file =>
                CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file.Path)), parsing, file.Path)),
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference)),
            arguments.CompilationOptions
                .WithSpecificDiagnosticOptions([])
                .WithGeneralDiagnosticOption(ReportDiagnostic.Suppress)));
    }

    /// <summary>Everything that can be changed in the files whose paths begin with a text.</summary>
    public IReadOnlyList<Mutant> FindMutants(string path) =>
    [
        .. compilation.SyntaxTrees
            .Where(tree => tree.FilePath.StartsWith(sourceFolder, StringComparison.Ordinal))
            .OrderBy(tree => tree.FilePath, StringComparer.Ordinal)
            .Where(tree => PathOf(tree).StartsWith(path, StringComparison.OrdinalIgnoreCase))
            .SelectMany(MutantFinder.Find)
            .DistinctBy(mutant => (mutant.Tree.FilePath, mutant.Span, mutant.Replacement)),
    ];

    /// <summary>Where a change is and what it is, the same in every run over the same sources.</summary>
    public string Describe(Mutant mutant) =>
        $"src/{AssemblyName}/{PathOf(mutant.Tree)}:{mutant.Line}:{mutant.Column}: {mutant.Change}";

    /// <summary>The room that a mutant is in: its folder of the project.</summary>
    public string RoomOf(Mutant mutant) => Path.GetDirectoryName(PathOf(mutant.Tree)) is { Length: > 0 } folder
        ? $"{Name}/{folder.Split('/', '\\')[0]}"
        : Name;

    /// <summary>The assembly with a change; null when it does not compile, or is the same as without.</summary>
    public byte[]? Compile(Mutant mutant)
    {
        byte[]? assembly = Compile(compilation.ReplaceSyntaxTree(mutant.Tree, mutant.Apply()));
        return assembly is null || assembly.AsSpan().SequenceEqual(Original) ? null : assembly;
    }

    private static string FolderOf(string root, string name) => Path.Combine(root, "artifacts", "mutation", name);

    private static byte[]? Compile(CSharpCompilation compilation)
    {
        using MemoryStream assembly = new();
        return compilation.Emit(assembly).Success ? assembly.ToArray() : null;
    }

    private static string FirstError(CSharpCompilation compilation) =>
        compilation.GetDiagnostics().First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToString();

    private string PathOf(SyntaxTree tree) => tree.FilePath[sourceFolder.Length..].Replace('\\', '/');
}
