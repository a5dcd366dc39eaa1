using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Oxbow.Mutation;

/// <summary>One small change to one source file.</summary>
/// <param name="Tree">The file as it is.</param>
/// <param name="Span">What is replaced.</param>
/// <param name="Replacement">What stands there instead.</param>
internal sealed record Mutant(SyntaxTree Tree, TextSpan Span, string Replacement)
{
    private const int LongestText = 60;

    /// <summary>The line on which the change begins, counted from 1.</summary>
    public int Line => Tree.GetLineSpan(Span).StartLinePosition.Line + 1;

    /// <summary>The column on which the change begins, counted from 1.</summary>
    public int Column => Tree.GetLineSpan(Span).StartLinePosition.Character + 1;

    /// <summary>The change in one line, for people.</summary>
    public string Change => $"{Short(Tree.GetText().ToString(Span))}  ->  {Short(Replacement)}";

    /// <summary>The file with the change.</summary>
    public SyntaxTree Apply() => Tree.WithChangedText(Tree.GetText().WithChanges(new TextChange(Span, Replacement)));

    private static string Short(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length switch
        {
            0 => "(nothing)",
            <= LongestText => line,
            _ => line[..LongestText] + "...",
        };
    }
}
