using System.Diagnostics;

namespace Oxbow.Cli.Tests;

public sealed class ProgramTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0)]
    [InlineData(0, "put", "--help")]
    [InlineData(0, "simulate", "--exhaustive", "1,0,0,0")]
    [InlineData(64, "nonsense")]
    [InlineData(64, "simulate", "--exhaustive", "1,2")]
    [InlineData(64, "put", "songs")]
    [InlineData(64, "put", "songs", "a", "not json")]
    [InlineData(64, "get", "songs", "a", "--node", "nowhere")]
    [InlineData(64, "lab", "/no/such/script")]
    [InlineData(69, "get", "songs", "a", "--node", "http://127.0.0.1:1")]
    [InlineData(69, "status", "--node", "http://127.0.0.1:1")]
    public async Task Exit_codes_are_what_the_help_says(int exitCode, params string[] arguments)
    {
        (int actual, string output, string errors) = await RunAsync(arguments);
        Assert.Equal(exitCode, actual);
        Assert.Equal(exitCode is 0, errors.Length is 0);
        Assert.Equal(exitCode is 0, output.Length > 0);
    }

    [Fact]
    public async Task Help_teaches_by_examples_and_hides_what_is_not_for_people()
    {
        (_, string output, _) = await RunAsync("--help");
        Assert.Contains("oxbow put songs yellow", output, StringComparison.Ordinal);
        Assert.DoesNotContain("lab-client", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using Process program = OxbowUnderTest.Start(arguments);
        program.StandardInput.Close();
        Task<string> errors = program.StandardError.ReadToEndAsync(Cancellation);
        string output = await program.StandardOutput.ReadToEndAsync(Cancellation);
        await program.WaitForExitAsync(Cancellation);
        return (program.ExitCode, output, await errors);
    }
}
