using System.Diagnostics;
using System.Globalization;

namespace Oxbow.Processes.Tests;

/// <summary>The sample that moves one session over three replicas, of which one is killed, one cut off and one overloaded at a time.</summary>
public sealed class TravellingSessionTests
{
    [Fact]
    public async Task A_session_keeps_all_guarantees_in_ten_thousand_operations()
    {
        (int exitCode, string output) = await RunAsync(10_000);
        Assert.True(exitCode == 0, output);
        Assert.Contains("10000 operations", output, StringComparison.Ordinal);
        Assert.Equal(4, output.Split(": kept").Length - 1);
        TestContext.Current.TestOutputHelper!.WriteLine(output);
    }

    [Fact]
    public async Task Without_a_session_the_same_journey_breaks_every_one_of_them()
    {
        (int exitCode, string output) = await RunAsync(1_000, "--without-session");
        Assert.True(exitCode == 1, output);
        Assert.Equal(4, output.Split(": broken").Length - 1);
        TestContext.Current.TestOutputHelper!.WriteLine(output);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(int operations, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        IEnumerable<string> all =
        [
            Path.Combine(AppContext.BaseDirectory, "TravellingSession.dll"), "--oxbow", Path.Combine(AppContext.BaseDirectory, "oxbow.dll"),
            "--operations", operations.ToString(CultureInfo.InvariantCulture), .. arguments,
        ];
        foreach (string argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        using Process program = Process.Start(start)!;
        try
        {
            Task<string> errors = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await program.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (program.ExitCode, output + await errors);
        }
        finally
        {
            if (!program.HasExited)
            {
                program.Kill();
            }
        }
    }
}
