using Microsoft.CodeAnalysis.CSharp.Syntax;
using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>The namespace of a file is its project's name and the folders below it.</summary>
internal sealed class NamespacesCheck : ICheck
{
    public IEnumerable<Fault> Faults(Repository repository) =>
        from project in repository.Projects
        from file in repository.Code
        where file.IsUnder(project.Folder)
        let expected = (ProjectFile.NameOf(project) + file.Folder[project.Folder.Length..]).Replace('/', '.')
        from declared in file.Tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        where declared.Name.ToString() != expected
        select new Fault(file.Path, declared.GetLocation().GetLineSpan().StartLinePosition.Line + 1, $"the namespace should be {expected}");
}
