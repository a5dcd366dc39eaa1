using System.Diagnostics;
using Oxbow.Cli.Lab.Processes;

namespace Oxbow.Cli.Tests;

public sealed class KilledControllerTests : IDisposable
{
    private readonly string state = Directory.CreateTempSubdirectory("oxbow-state-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(state, recursive: true);

    [Fact]
    [Trait("Needs", "serve")]
    public async Task Killing_the_controller_leaves_no_process_and_little_to_clean()
    {
        RecordedRun run = await RunAndKillAsync();
        Assert.Equal(4, run.Children.Count);
        await Task.WhenAll(run.Children.Select(EndOfAsync));
        Assert.Contains("no process left, deleted 1 data folder(s)", await CleanAsync(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Folder));
        Assert.Contains("nothing left", await CleanAsync(), StringComparison.Ordinal);
    }

    private async Task<RecordedRun> RunAndKillAsync()
    {
        using Process controller = OxbowUnderTest.StartWithState(state, "lab");
        await controller.StandardInput.WriteAsync(
            "joinServer 0\njoinServer 1\njoinClient 2 0\njoinClient 3 1\nput 2 a u\nget 2 a\nstabilize\nget 3 a\n");
        await controller.StandardInput.FlushAsync(Cancellation);
        Assert.Equal("a:u", await controller.StandardOutput.ReadLineAsync(Cancellation));
        Assert.Equal("a:u", await controller.StandardOutput.ReadLineAsync(Cancellation));
        string record = Assert.Single(Directory.EnumerateFiles(Path.Combine(state, "oxbow", "lab")));
        RecordedRun run = RunRecord.Read(record);
        Assert.All(run.Children, child => Assert.True(child.IsRunning));
        controller.Kill();
        await controller.WaitForExitAsync(Cancellation);
        return run;
    }

    private static async Task EndOfAsync(ProcessIdentity child)
    {
        try
        {
            using Process process = Process.GetProcessById(child.ProcessId);
            if (child.IsRunning)
            {
                await process.WaitForExitAsync(Cancellation);
            }
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }

        Assert.False(child.IsRunning);
    }

    private async Task<string> CleanAsync()
    {
        using Process clean = OxbowUnderTest.StartWithState(state, "lab", "--clean");
        string errors = await clean.StandardError.ReadToEndAsync(Cancellation);
        await clean.WaitForExitAsync(Cancellation);
        Assert.Equal(0, clean.ExitCode);
        return errors;
    }
}
