using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Oxbow.House.Tests.Model;

/// <summary>
/// Which rooms of a project use which, read from the product as the compiler understands it. A use is the name of a
/// type, or of an extension method, which stands for the class that declares it. A value whose type is not named comes
/// from a room that is used as well and that names it: it adds no way from one room to another.
/// </summary>
internal static class RoomUses
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; "
        + "global using System.Linq; global using System.Net.Http; global using System.Threading; "
        + "global using System.Threading.Tasks;";

    private const string Attribute = "Attribute";

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview);

    /// <summary>Every use between two rooms of one project, in the order of files and lines.</summary>
    public static IEnumerable<RoomUse> Of(Repository repository)
    {
        SourceFile[] files = [.. repository.Code.Where(file => file.IsUnder("src"))];
        CSharpCompilation product = CSharpCompilation.Create(
            "Product",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, Parsing), .. files.Select(file => file.Tree)],
            RunTime(),
            new(OutputKind.DynamicallyLinkedLibrary));
        Dictionary<SyntaxTree, SourceFile> homes = files.ToDictionary(file => file.Tree);
        HashSet<string> names = [.. files.SelectMany(NamesDeclaredIn)];
        return files.AsParallel().AsOrdered()
            .SelectMany(file => UsesIn(file, names, product.GetSemanticModel(file.Tree), homes));
    }

    private static IEnumerable<RoomUse> UsesIn(
        SourceFile file, HashSet<string> names, SemanticModel model, Dictionary<SyntaxTree, SourceFile> homes) =>
        from name in file.Tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        where names.Contains(name.Identifier.ValueText)
        let type = UsedType(name, model)
        let home = HomeOf(type, homes)
        where home is not null && home.Folder != file.Folder && home.Project == file.Project
        select new RoomUse(file.Project, file.Folder, home.Folder, type.Name, file.Path, LineOf(name));

    /// <summary>What a use can be named: only these names are worth asking the compiler about.</summary>
    private static IEnumerable<string> NamesDeclaredIn(SourceFile file) =>
        file.Tree.GetRoot().DescendantNodes().SelectMany(node => node switch
        {
            BaseTypeDeclarationSyntax type => NamesOf(type.Identifier.ValueText),
            DelegateDeclarationSyntax type => NamesOf(type.Identifier.ValueText),
            MethodDeclarationSyntax method when IsExtension(method) => NamesOf(method.Identifier.ValueText),
            _ => [],
        });

    private static string[] NamesOf(string name) =>
        name.EndsWith(Attribute, StringComparison.Ordinal) ? [name, name[..^Attribute.Length]] : [name];

    private static bool IsExtension(MethodDeclarationSyntax method) =>
        method.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) is true;

    private static INamedTypeSymbol? UsedType(SimpleNameSyntax name, SemanticModel model)
    {
        SymbolInfo info = model.GetSymbolInfo(name);
        ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol as INamedTypeSymbol ?? symbol?.ContainingType;
    }

    private static SourceFile? HomeOf(INamedTypeSymbol? type, Dictionary<SyntaxTree, SourceFile> homes) =>
        type?.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
            ? homes.GetValueOrDefault(declaration.SyntaxTree)
            : null;

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>What the tests run on, which is what the product is built on.</summary>
    private static IEnumerable<MetadataReference> RunTime() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
}
