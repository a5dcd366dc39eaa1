using Microsoft.CodeAnalysis.CSharp.Syntax;
using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>Tests wait for facts, not for time; also in text that a test compiles or passes on.</summary>
internal sealed class SleepingTestsCheck : ICheck
{
    public IEnumerable<Fault> Faults(Repository repository) =>
        from file in repository.Code
        where file.IsUnder("tests")
        from access in file.Tree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        let call = $"{access.Expression.ToString().Split('.')[^1]}.{access.Name}"
        where call is "Thread.Sleep" or "Task.Delay"
        select new Fault(file.Path, access.GetLocation().GetLineSpan().StartLinePosition.Line + 1, $"{call} makes a test slow or flaky: wait for the fact");
}
