using System.Diagnostics;
using Oxbow.Cli.Lab;
using Oxbow.Cli.Lab.Processes;

namespace Oxbow.Cli.Tests;

public sealed class LeftoverCleanerTests : IDisposable
{
    private readonly string records = Directory.CreateTempSubdirectory("oxbow-records-").FullName;
    private readonly string data = LabFolder.Create();
    private readonly StringWriter errors = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(records, recursive: true);
        LabFolder.Delete(data);
        errors.Dispose();
    }

    [Fact]
    public async Task What_an_interrupted_run_left_is_ended_and_deleted()
    {
        using Process child = OxbowUnderTest.Start("lab-client", "--database", "main");
        ProcessIdentity identity = ProcessIdentity.Find(child.Id)!.Value;
        await WriteRecordAsync("controller 1 1", $"folder {data}", $"child {identity.ProcessId} {identity.StartMark}");
        Clean();
        await child.WaitForExitAsync(Cancellation);
        Assert.Contains("ended 1 process(es), deleted 1 data folder(s)", errors.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
        Assert.Empty(Directory.EnumerateFiles(records));
    }

    [Fact]
    public async Task A_process_that_took_over_an_id_is_not_touched()
    {
        using Process stranger = OxbowUnderTest.Start("lab-client", "--database", "main");
        ProcessIdentity identity = ProcessIdentity.Find(stranger.Id)!.Value;
        await WriteRecordAsync("controller 1 1", $"child {identity.ProcessId} {identity.StartMark - 1}", "child 2147483647 5");
        Clean();
        Assert.Contains("no process left", errors.ToString(), StringComparison.Ordinal);
        Assert.True(identity.IsRunning);
        stranger.StandardInput.Close();
        await stranger.WaitForExitAsync(Cancellation);
        Assert.Equal(0, stranger.ExitCode);
    }

    [Fact]
    public void A_run_whose_controller_works_is_left_alone()
    {
        using (RunRecord.Begin(records, data))
        {
            Clean();
            Assert.Contains("nothing left", errors.ToString(), StringComparison.Ordinal);
            Assert.True(Directory.Exists(data));
            Assert.Single(Directory.EnumerateFiles(records));
        }

        Assert.Empty(Directory.EnumerateFiles(records));
    }

    [Theory]
    [InlineData("")]
    [InlineData("controller 1")]
    [InlineData("nonsense\nchild x y\nchild 5\nfolder")]
    public async Task A_damaged_record_does_no_harm(string text)
    {
        await WriteRecordAsync(text);
        Clean();
        Assert.Contains("no process left, deleted 0", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_none_of_ours_is_not_deleted()
    {
        await WriteRecordAsync("controller 1 1", $"folder {records}");
        Clean();
        Assert.True(Directory.Exists(records));
    }

    private void Clean() => new LeftoverCleaner(records, new LabReport(errors, isTracing: false)).Clean();

    private Task WriteRecordAsync(params IEnumerable<string> lines) =>
        File.WriteAllLinesAsync(Path.Combine(records, "run-1-1.txt"), lines, Cancellation);
}
