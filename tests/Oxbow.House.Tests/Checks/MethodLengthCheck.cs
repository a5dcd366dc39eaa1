using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>A method has at most 70 lines from its first line to its closing brace; attributes and comments above are free.</summary>
internal sealed class MethodLengthCheck : ICheck
{
    private const int MaximumLines = 70;

    public IEnumerable<Fault> Faults(Repository repository) =>
        from file in repository.Code
        from method in Methods(file)
        where method.Last - method.First + 1 > MaximumLines
        select new Fault(file.Path, method.First, $"a method of {method.Last - method.First + 1} lines, at most {MaximumLines}: give a part of it a name");

    private static IEnumerable<(int First, int Last)> Methods(SourceFile file)
    {
        SyntaxNode root = file.Tree.GetRoot();
        GlobalStatementSyntax[] statements = [.. root.ChildNodes().OfType<GlobalStatementSyntax>()];
        if (statements.Length > 0)
        {
            yield return (LineOf(statements[0].SpanStart), LineOf(statements[^1].Span.End));
        }

        foreach (SyntaxNode method in root.DescendantNodes().Where(IsMethod))
        {
            SyntaxNodeOrToken first = method.ChildNodesAndTokens().First(child => !child.IsKind(SyntaxKind.AttributeList));
            yield return (LineOf(first.SpanStart), LineOf(method.Span.End));
        }

        int LineOf(int position) => file.Tree.GetText().Lines.GetLineFromPosition(position).LineNumber + 1;
    }

    private static bool IsMethod(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax;
}
