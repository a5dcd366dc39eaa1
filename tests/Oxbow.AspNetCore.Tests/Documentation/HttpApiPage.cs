using System.Text.RegularExpressions;

namespace Oxbow.AspNetCore.Tests.Documentation;

/// <summary>The page <c>docs/http-api.md</c>, which is built into the tests.</summary>
internal static partial class HttpApiPage
{
    public static string Text { get; } = Read();

    /// <summary>Every curl call of the page, in its order, with the status that it states.</summary>
    public static IEnumerable<CurlCall> Calls => ShellBlock().Matches(Text).SelectMany(block => CallsOf(block.Groups["lines"].Value));

    private static IEnumerable<CurlCall> CallsOf(string lines)
    {
        foreach (string call in NextCall().Split(lines).Where(text => text.Length > 0))
        {
            Match parts = StatedCall().Match(call);
            Assert.True(parts.Success, $"This states no status, as '# 200': {call}");
            yield return new(parts.Groups["command"].Value, int.Parse(parts.Groups["status"].Value, null));
        }
    }

    private static string Read()
    {
        using StreamReader page = new(typeof(HttpApiPage).Assembly.GetManifestResourceStream("http-api.md")!);
        return page.ReadToEnd();
    }

    [GeneratedRegex("^```sh\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("^(?=curl)", RegexOptions.Multiline)]
    private static partial Regex NextCall();

    [GeneratedRegex(@"^(?<command>curl .*?)\s+# (?<status>[1-5]\d\d)(?: [^\n]*)?\n?$", RegexOptions.Singleline)]
    private static partial Regex StatedCall();
}
