using System.Globalization;
using System.Text.RegularExpressions;
using Oxbow.Samples.Tests.Processes;

namespace Oxbow.Samples.Tests;

public sealed partial class CausalWallTests
{
    private const string Question = "ann: I have lost my ring.";
    private const string Answer = "bob: Is it the one on my desk?";
    private const string Thanks = "ann: Yes! Thank you.";

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    /// <summary>Bob's answer is in Tokyo some three seconds before Ann's question.</summary>
    [Fact]
    public async Task An_answer_that_overtakes_its_question_is_held_back_until_that_is_there()
    {
        IReadOnlyList<string> lines = (await SampleProcess.RunAsync("causal-wall", ["--script", Script("lost-ring.txt")], Patience)).Required();

        string[] seenByChie = Said(lines, "chie@tokyo> wait");
        Assert.Equal("  held back: 1, which came before what it depends on", seenByChie[0]);
        Assert.Equal([Question, Answer], Messages(seenByChie));
        Match held = Assert.Single(seenByChie.Select(line => HeldBack().Match(line)), match => match.Success);
        Assert.InRange(double.Parse(held.Groups["seconds"].Value, CultureInfo.InvariantCulture), 0.1, 5);
        Assert.Equal("I have lost my ring.", held.Groups["text"].Value);
        Assert.Contains(seenByChie, line => line.EndsWith($"stamp {held.Groups["stamp"].Value}", StringComparison.Ordinal));
        Assert.Contains("      received directly from oslo, by mail", seenByChie);

        Assert.Contains("  held back: 0", Said(lines, "chie@tokyo> clock"));
        foreach (string wall in new[] { "bob@oslo> wall", "ann@lisbon> wall" })
        {
            Assert.Equal([Question, Answer, Thanks], Messages(Said(lines, wall)));
        }
    }

    [Fact]
    public async Task What_a_cut_cable_lost_comes_by_way_of_another_centre()
    {
        await using SampleProcess wall = SampleProcess.Start("causal-wall", "--kilometres-per-second", "200000");
        foreach (string line in new[] { "cut tokyo", "post Round the back.", "as bob", "wait", "as chie", "fetch oslo", "wall", "cut oslo", "fetch oslo" })
        {
            await wall.SayAsync(line);
        }

        SampleResult result = await wall.EndAsync(Patience);
        string[] seenByChie = Said(result.Lines, "chie@tokyo> wall");
        Assert.Equal(["ann: Round the back."], Messages(seenByChie));
        Assert.Contains("      received from oslo and not directly, in an exchange", seenByChie);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("oslo", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sing a song")]
    [InlineData("post")]
    [InlineData("as nobody")]
    [InlineData("fetch lisbon")]
    public async Task A_line_that_makes_no_sense_ends_a_script(string line)
    {
        await using SampleProcess wall = SampleProcess.Start("causal-wall", "--kilometres-per-second", "200000");
        await wall.SayAsync(line);
        SampleResult result = await wall.EndAsync(Patience);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"'{line}' makes no sense:", result.Errors, StringComparison.Ordinal);
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, name);

    /// <summary>What was said to a command that is given once, or for the first time.</summary>
    private static string[] Said(IReadOnlyList<string> lines, string command) =>
        [.. lines.SkipWhile(line => line != command).Skip(1).TakeWhile(line => line.StartsWith(' '))];

    private static IEnumerable<string> Messages(IEnumerable<string> lines) =>
        lines.Where(line => MessageLine().IsMatch(line)).Select(line => line.Trim());

    [GeneratedRegex("^  (ann|bob|chie): ")]
    private static partial Regex MessageLine();

    [GeneratedRegex(@"^      held back (?<seconds>\d+\.\d) s for write (?<stamp>[0-9a-f]+)@base, ""(?<text>.*)""$")]
    private static partial Regex HeldBack();
}
