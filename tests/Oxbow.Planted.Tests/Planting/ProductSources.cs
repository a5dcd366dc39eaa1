using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Oxbow.Planted.Tests.Planting;

/// <summary>The sources of one assembly of the product, compiled again in memory, with a bug or as they are.</summary>
internal sealed class ProductSources
{
    /// <summary>The assemblies that the simulator runs, each after those that it refers to.</summary>
    public static IReadOnlyList<string> Assemblies { get; } = ["Oxbow.Core", "Oxbow.Wire", "Oxbow.Storage", "Oxbow.Node"];

    private static readonly Dictionary<string, ProductSources> Known = [];
    private static readonly string Root = Metadata("RepositoryRoot");

    private readonly CSharpCompilation compilation;

    private ProductSources(string assembly)
    {
        // Of a node the simulator runs the loop alone, and knows how its links are treated.
        string folder = Path.Combine(Root, "src", assembly);
        string built = Path.Combine(Metadata("BuiltSources"), assembly, Metadata("Configuration"));
        IEnumerable<string> files = assembly == "Oxbow.Node"
            ? Directory.EnumerateFiles(Path.Combine(folder, "Loop"), "*.cs").Append(Path.Combine(folder, "Links", "LinkTraits.cs"))
            : Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories);
        files = files
            .Concat(Directory.EnumerateFiles(built, "*.cs"));
        CSharpParseOptions parsing = new(LanguageVersion.Preview);
        compilation = CSharpCompilation.Create(
            assembly,
            files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), parsing, file)),
            References(assembly),
            new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The sources of an assembly; they are read once.</summary>
    public static ProductSources Of(string assembly)
    {
        if (!Known.TryGetValue(assembly, out ProductSources? sources))
        {
            sources = new(assembly);
            Known.Add(assembly, sources);
        }

        return sources;
    }

    /// <summary>How often the place where a bug goes is found in its file: once, or the bug is out of date.</summary>
    public static int PlacesFor(PlantedBug bug) =>
        File.ReadAllText(Path.Combine(Root, "src", bug.File)).Split(bug.Original).Length - 1;

    /// <summary>Compiles the sources as they are.</summary>
    public byte[] Compile() => Emit(compilation);

    /// <summary>Compiles the sources with a bug in them.</summary>
    public byte[] Compile(PlantedBug bug)
    {
        string path = Path.Combine(Root, "src", bug.File);
        SyntaxTree tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        SyntaxTree planted = CSharpSyntaxTree.ParseText(tree.ToString().Replace(bug.Original, bug.Mutated, StringComparison.Ordinal), (CSharpParseOptions)tree.Options, path);
        return Emit(compilation.ReplaceSyntaxTree(tree, planted));
    }

    /// <summary>A file of the repository.</summary>
    public static string PathOf(string file) => Path.Combine(Root, file);

    private static byte[] Emit(CSharpCompilation compilation)
    {
        using MemoryStream assembly = new();
        Diagnostic[] errors = [.. compilation.Emit(assembly).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        Assert.True(errors.Length == 0, string.Join(Environment.NewLine, errors.Select(error => error.ToString())));
        return assembly.ToArray();
    }

    /// <summary>The runtime, packages, and the assemblies of the product before this one.</summary>
    private static IEnumerable<MetadataReference> References(string assembly)
    {
        IEnumerable<string> before = Assemblies.TakeWhile(other => other != assembly);
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) is var name && (!name.StartsWith("Oxbow.", StringComparison.Ordinal) || before.Contains(name)))
            .Select(path => MetadataReference.CreateFromFile(path));
    }

    private static string Metadata(string key) =>
        typeof(ProductSources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
