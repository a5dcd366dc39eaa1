using System.Text.RegularExpressions;

namespace Oxbow.House.Tests.Model;

/// <summary>How the checks read Markdown: links and the anchors of headings, outside of code.</summary>
internal static partial class MarkdownFile
{
    /// <summary>The targets of all links, with the line each stands on.</summary>
    public static IEnumerable<(string Target, int Line)> Links(SourceFile file) =>
        from line in Prose(file)
        from link in InlineLink().Matches(InlineCode().Replace(line.Text, "")).Concat(LinkDefinition().Matches(line.Text))
        select (link.Groups[1].Value, line.Number);

    /// <summary>The anchors one can link to, as the usual renderers make them from headings.</summary>
    public static HashSet<string> Anchors(SourceFile file)
    {
        HashSet<string> anchors = [];
        Dictionary<string, int> seen = [];
        foreach ((string text, int _) in Prose(file))
        {
            anchors.UnionWith(HtmlAnchor().Matches(text).Select(match => match.Groups[1].Value));
            Match heading = Heading().Match(text);
            if (heading.Success)
            {
                string slug = SlugOf(heading.Groups[1].Value);
                int earlier = seen.GetValueOrDefault(slug);
                seen[slug] = earlier + 1;
                anchors.Add(earlier == 0 ? slug : $"{slug}-{earlier}");
            }
        }

        return anchors;
    }

    private static string SlugOf(string heading) =>
        Punctuation().Replace(LinkTarget().Replace(heading, "$1").Trim().ToLowerInvariant(), "").Replace(' ', '-');

    /// <summary>The lines outside fenced code, counted from 1.</summary>
    private static IEnumerable<(string Text, int Number)> Prose(SourceFile file)
    {
        string? fence = null;
        foreach ((int index, string line) in file.Lines.Index())
        {
            string start = line.TrimStart();
            string? mark = start.StartsWith("```", StringComparison.Ordinal) ? "```"
                : start.StartsWith("~~~", StringComparison.Ordinal) ? "~~~"
                : null;
            if (mark is not null && (fence is null || fence == mark))
            {
                fence = fence is null ? mark : null;
            }
            else if (fence is null)
            {
                yield return (line, index + 1);
            }
        }
    }

    [GeneratedRegex(@"\]\(<?([^)\s>]+)>?(?:\s+""[^""]*"")?\)")]
    private static partial Regex InlineLink();

    [GeneratedRegex(@"^\s{0,3}\[[^\]]+\]:\s+<?([^\s>]+)")]
    private static partial Regex LinkDefinition();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^\s{0,3}#{1,6}\s+(.+?)\s*#*\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"<a\s+(?:id|name)=""([^""]+)""")]
    private static partial Regex HtmlAnchor();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex Punctuation();
}
