using Microsoft.CodeAnalysis.CSharp.Syntax;
using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>A test that is there runs: none is skipped.</summary>
internal sealed class SkippedTestsCheck : ICheck
{
    public IEnumerable<Fault> Faults(Repository repository) =>
        from file in repository.Code
        where file.IsUnder("tests")
        from argument in file.Tree.GetRoot().DescendantNodes().OfType<AttributeArgumentSyntax>()
        where argument.NameEquals?.Name.Identifier.Text is "Skip" or "SkipWhen" or "SkipUnless"
        select new Fault(file.Path, argument.GetLocation().GetLineSpan().StartLinePosition.Line + 1, "a skipped test proves nothing: mend it or remove it");
}
