using System.Diagnostics;

namespace Oxbow.Cli.Tests;

public sealed class LabVerbTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Statistics_are_said_on_standard_error_alone()
    {
        (int exitCode, string output, string errors) = await RunAsync(
            "joinServer 0\njoinClient 5 0\nput 5 a 1\nput 5 b 2\nnonsense\nget 5 a\n",
            "lab", "--dialect", "kv", "--in-process", "--stats");
        Assert.Equal((0, "a:1\n"), (exitCode, output));
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.Matches("^oxbow lab: 5 commands in [0-9]+\\.[0-9]{2} s: [0-9]+ per second$", lines[0]);
        Assert.StartsWith("oxbow lab: 2 put in ", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_playlist_is_the_dialect_unless_said_otherwise()
    {
        const string Script = "joinServer 0\njoinClient 5 0\nput 5 a 1\nprintLog 0\nprintStore 0\n";
        Assert.Equal((0, "PUT:(a, 1):TRUE\n", ""), await RunAsync(Script, "lab", "--in-process"));
        Assert.Equal((0, "a:1\n", ""), await RunAsync(Script, "lab", "--in-process", "--dialect", "kv"));
    }

    [Fact]
    public async Task An_unknown_dialect_is_refused()
    {
        (int exitCode, string output, string errors) = await RunAsync("", "lab", "--dialect", "french");
        Assert.Equal((64, ""), (exitCode, output));
        Assert.Contains("kv", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string script, params string[] arguments)
    {
        using Process program = OxbowUnderTest.Start(arguments);
        Task<string> errors = program.StandardError.ReadToEndAsync(Cancellation);
        Task<string> output = program.StandardOutput.ReadToEndAsync(Cancellation);
        await program.StandardInput.WriteAsync(script.AsMemory(), Cancellation);
        program.StandardInput.Close();
        await program.WaitForExitAsync(Cancellation);
        return (program.ExitCode, await output, await errors);
    }
}
