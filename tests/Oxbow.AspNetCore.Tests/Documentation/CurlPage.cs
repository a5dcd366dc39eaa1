using System.Text.RegularExpressions;

namespace Oxbow.AspNetCore.Tests.Documentation;

/// <summary>A page of <c>docs/</c> with curl calls, which is built into the tests.</summary>
internal sealed partial class CurlPage(string name)
{
    public string Text { get; } = Read(name);

    /// <summary>Every curl call of the page, in its order, with the status that it states.</summary>
    public IEnumerable<CurlCall> Calls => ShellBlock().Matches(Text).SelectMany(block => CallsOf(block.Groups["lines"].Value));

    /// <summary>Makes all calls of the page and requires the status that stands beside each; gives how many there were.</summary>
    public async Task<int> RunAsync(CurlShell shell)
    {
        List<string> wrong = [];
        int made = 0;
        foreach (CurlCall call in Calls)
        {
            int status = await shell.RunAsync(call.Command);
            made++;
            if (status != call.Status)
            {
                wrong.Add($"{call.Command}\n  {status} instead of {call.Status}: {shell.Body}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(Text.Split('\n').Count(line => line.StartsWith("curl", StringComparison.Ordinal)), made);
        return made;
    }

    private static IEnumerable<CurlCall> CallsOf(string lines)
    {
        foreach (string call in NextCall().Split(lines).Where(text => text.Length > 0))
        {
            Match parts = StatedCall().Match(call);
            Assert.True(parts.Success, $"This states no status, as '# 200': {call}");
            yield return new(parts.Groups["command"].Value, int.Parse(parts.Groups["status"].Value, null));
        }
    }

    private static string Read(string name)
    {
        using StreamReader page = new(typeof(CurlPage).Assembly.GetManifestResourceStream(name)!);
        return page.ReadToEnd();
    }

    [GeneratedRegex("^```sh\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("^(?=curl)", RegexOptions.Multiline)]
    private static partial Regex NextCall();

    [GeneratedRegex(@"^(?<command>curl .*?)\s+# (?<status>[1-5]\d\d)(?: [^\n]*)?\n?$", RegexOptions.Singleline)]
    private static partial Regex StatedCall();
}
