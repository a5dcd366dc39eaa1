using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Oxbow.Mutation;

/// <summary>
/// Finds everything in a file that can be changed a little: the mistakes that people make. What does not compile
/// afterwards is sorted out later, which keeps the rules here short.
/// </summary>
internal sealed class MutantFinder(SyntaxTree tree) : CSharpSyntaxWalker
{
    /// <summary>These tell a caller sooner what would throw anyway.</summary>
    private static readonly string[] GuardPrefixes = ["ArgumentNullException.", "ArgumentException.Throw"];

    private static readonly Dictionary<SyntaxKind, string> Operators = new()
    {
        [SyntaxKind.LessThanToken] = "<=",
        [SyntaxKind.LessThanEqualsToken] = "<",
        [SyntaxKind.GreaterThanToken] = ">=",
        [SyntaxKind.GreaterThanEqualsToken] = ">",
        [SyntaxKind.EqualsEqualsToken] = "!=",
        [SyntaxKind.ExclamationEqualsToken] = "==",
        [SyntaxKind.AmpersandAmpersandToken] = "||",
        [SyntaxKind.BarBarToken] = "&&",
        [SyntaxKind.PlusToken] = "-",
        [SyntaxKind.MinusToken] = "+",
        [SyntaxKind.AsteriskToken] = "/",
        [SyntaxKind.SlashToken] = "*",
        [SyntaxKind.PercentToken] = "*",
        [SyntaxKind.AmpersandToken] = "|",
        [SyntaxKind.BarToken] = "&",
        [SyntaxKind.CaretToken] = "&",
        [SyntaxKind.LessThanLessThanToken] = ">>",
        [SyntaxKind.GreaterThanGreaterThanToken] = "<<",
        [SyntaxKind.GreaterThanGreaterThanGreaterThanToken] = "<<",
        [SyntaxKind.PlusEqualsToken] = "-=",
        [SyntaxKind.MinusEqualsToken] = "+=",
        [SyntaxKind.AmpersandEqualsToken] = "|=",
        [SyntaxKind.BarEqualsToken] = "&=",
        [SyntaxKind.PlusPlusToken] = "--",
        [SyntaxKind.MinusMinusToken] = "++",
        [SyntaxKind.AndKeyword] = "or",
        [SyntaxKind.OrKeyword] = "and",
        [SyntaxKind.TrueKeyword] = "false",
        [SyntaxKind.FalseKeyword] = "true",
    };

    private readonly List<Mutant> found = [];

    /// <summary>All mutants of a file, in the order of their places.</summary>
    public static IReadOnlyList<Mutant> Find(SyntaxTree tree)
    {
        MutantFinder finder = new(tree);
        finder.Visit(tree.GetRoot());
        return [.. finder.found.OrderBy(mutant => mutant.Span.Start)];
    }

    public override void VisitAttributeList(AttributeListSyntax node)
    {
        // What is said to the compiler is not behaviour.
    }

    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.CoalesceExpression))
        {
            Replace(node, node.Right is ThrowExpressionSyntax ? $"{node.Left}!" : node.Right.ToString());
        }
        else if (!HoldsText(node))
        {
            ReplaceOperator(node.OperatorToken);
        }

        base.VisitBinaryExpression(node);
    }

    public override void VisitBinaryPattern(BinaryPatternSyntax node)
    {
        ReplaceOperator(node.OperatorToken);
        if (node.IsKind(SyntaxKind.OrPattern))
        {
            Replace(node, node.Left.ToString());
            Replace(node, node.Right.ToString());
        }

        base.VisitBinaryPattern(node);
    }

    public override void VisitRelationalPattern(RelationalPatternSyntax node)
    {
        ReplaceOperator(node.OperatorToken);
        base.VisitRelationalPattern(node);
    }

    public override void VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        Replace(node, node.Pattern is UnaryPatternSyntax not
            ? $"{node.Expression} is {not.Pattern}"
            : $"{node.Expression} is not ({node.Pattern})");
        base.VisitIsPatternExpression(node);
    }

    public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.LogicalNotExpression))
        {
            Replace(node, node.Operand.ToString());
        }
        else if (node.IsKind(SyntaxKind.PreIncrementExpression) || node.IsKind(SyntaxKind.PreDecrementExpression))
        {
            ReplaceOperator(node.OperatorToken);
        }

        base.VisitPrefixUnaryExpression(node);
    }

    public override void VisitPostfixUnaryExpression(PostfixUnaryExpressionSyntax node)
    {
        ReplaceOperator(node.OperatorToken);
        base.VisitPostfixUnaryExpression(node);
    }

    public override void VisitAssignmentExpression(AssignmentExpressionSyntax node)
    {
        ReplaceOperator(node.OperatorToken);
        if (node.Parent is InitializerExpressionSyntax)
        {
            Remove(node);
        }

        base.VisitAssignmentExpression(node);
    }

    public override void VisitIfStatement(IfStatementSyntax node)
    {
        Negate(node.Condition);
        base.VisitIfStatement(node);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node)
    {
        Negate(node.Condition);
        base.VisitWhileStatement(node);
    }

    public override void VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        Negate(node.Condition);
        base.VisitConditionalExpression(node);
    }

    public override void VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        ReplaceOperator(node.Token);
        if (node.Token.Value is int or long or uint or ulong)
        {
            decimal value = Convert.ToDecimal(node.Token.Value, CultureInfo.InvariantCulture);
            string suffix = node.Token.Value is long or ulong ? "L" : "";
            Replace(node, string.Create(CultureInfo.InvariantCulture, $"{value + 1}{suffix}"));
            Replace(node, string.Create(CultureInfo.InvariantCulture, $"{value - 1}{suffix}"));
        }
    }

    public override void VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        if (!IsGuard(node.Expression))
        {
            Replace(node, ";");
            base.VisitExpressionStatement(node);
        }
    }

    public override void VisitThrowStatement(ThrowStatementSyntax node)
    {
        Replace(node, ";");
        base.VisitThrowStatement(node);
    }

    public override void VisitBreakStatement(BreakStatementSyntax node) => Replace(node, ";");

    public override void VisitContinueStatement(ContinueStatementSyntax node) => Replace(node, ";");

    public override void VisitReturnStatement(ReturnStatementSyntax node)
    {
        if (node.Expression is null)
        {
            Replace(node, ";");
        }
        else
        {
            ReplaceByDefault(node.Expression);
        }

        base.VisitReturnStatement(node);
    }

    public override void VisitArrowExpressionClause(ArrowExpressionClauseSyntax node)
    {
        if (node.Parent is MethodDeclarationSyntax { SemicolonToken: var end, ReturnType: PredefinedTypeSyntax type }
            && type.Keyword.IsKind(SyntaxKind.VoidKeyword))
        {
            found.Add(new(tree, TextSpan.FromBounds(node.SpanStart, end.Span.End), "{ }"));
        }
        else if (node.Expression is not ThrowExpressionSyntax)
        {
            ReplaceByDefault(node.Expression);
        }

        base.VisitArrowExpressionClause(node);
    }

    public override void VisitSwitchExpressionArm(SwitchExpressionArmSyntax node)
    {
        Remove(node);
        base.VisitSwitchExpressionArm(node);
    }

    public override void VisitExpressionElement(ExpressionElementSyntax node)
    {
        Remove(node);
        base.VisitExpressionElement(node);
    }

    public override void VisitSpreadElement(SpreadElementSyntax node)
    {
        Remove(node);
        base.VisitSpreadElement(node);
    }

    public override void VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
    {
        string? other = node.ToString() switch { "Math.Min" => "Math.Max", "Math.Max" => "Math.Min", _ => null };
        if (other is not null)
        {
            Replace(node, other);
        }

        base.VisitMemberAccessExpression(node);
    }

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        // Names, and the thread on which a program without a context goes on, are not behaviour.
        string called = node.Expression.ToString();
        if (called == "nameof")
        {
            return;
        }

        if (called.EndsWith("ConfigureAwait", StringComparison.Ordinal))
        {
            Visit(node.Expression);
            return;
        }

        base.VisitInvocationExpression(node);
    }

    public override void VisitArgumentList(ArgumentListSyntax node)
    {
        string called = $"{(node.Parent as InvocationExpressionSyntax)?.Expression}";
        bool isSymmetric = called is "Math.Min" or "Math.Max" || called.EndsWith("Equals", StringComparison.Ordinal);
        if (!isSymmetric
            && node.Arguments is [var first, var second] && first.NameColon is null && second.NameColon is null)
        {
            Replace(node, $"({second}, {first})");
        }

        base.VisitArgumentList(node);
    }

    private static bool IsGuard(ExpressionSyntax expression) =>
        GuardPrefixes.Any(prefix => expression.ToString().StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Texts are only ever added to one another.</summary>
    private static bool HoldsText(BinaryExpressionSyntax node) => node.IsKind(SyntaxKind.AddExpression)
        && node.DescendantNodes().Any(part =>
            part.IsKind(SyntaxKind.StringLiteralExpression) || part is InterpolatedStringExpressionSyntax);

    /// <summary>Conditions of one operator have another one in its place already.</summary>
    private void Negate(ExpressionSyntax condition)
    {
        bool isNegatedElsewhere = condition is PrefixUnaryExpressionSyntax or IsPatternExpressionSyntax
            || condition.IsKind(SyntaxKind.EqualsExpression) || condition.IsKind(SyntaxKind.NotEqualsExpression);
        if (!isNegatedElsewhere)
        {
            Replace(condition, $"!({condition})");
        }
    }

    private void ReplaceByDefault(ExpressionSyntax expression)
    {
        if (expression is not LiteralExpressionSyntax)
        {
            Replace(expression, "default!");
        }
    }

    private void ReplaceOperator(SyntaxToken token)
    {
        if (Operators.TryGetValue(token.Kind(), out string? other))
        {
            found.Add(new(tree, token.Span, other));
        }
    }

    private void Replace(SyntaxNode node, string text) => found.Add(new(tree, node.Span, text));

    /// <summary>Removes a member of a list with the comma after it or, for the last one, before it.</summary>
    private void Remove(SyntaxNode member)
    {
        SyntaxToken after = member.GetLastToken().GetNextToken();
        SyntaxToken before = member.GetFirstToken().GetPreviousToken();
        bool takesCommaBefore = !after.IsKind(SyntaxKind.CommaToken) && before.IsKind(SyntaxKind.CommaToken);
        int start = takesCommaBefore ? before.SpanStart : member.SpanStart;
        int end = after.IsKind(SyntaxKind.CommaToken) ? after.Span.End : member.Span.End;
        found.Add(new(tree, TextSpan.FromBounds(start, end), ""));
    }
}
