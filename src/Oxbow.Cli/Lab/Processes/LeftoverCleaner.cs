using System.Diagnostics;

namespace Oxbow.Cli.Lab.Processes;

/// <summary>Ends the processes and deletes the data of runs that were cut off, by their records.</summary>
internal sealed class LeftoverCleaner(string recordFolder, LabReport report)
{
    /// <summary>Cleans up after every interrupted run; runs whose controller still works are left alone.</summary>
    public void Clean()
    {
        var interrupted = Records().Where(run => run.Record.Controller is not { IsRunning: true }).ToList();
        if (interrupted.Count is 0)
        {
            report.Warn("nothing left: no interrupted run is on record.");
            return;
        }

        var ended = 0;
        var deleted = 0;
        foreach (var (path, record) in interrupted)
        {
            ended += record.Children.Count(End);
            deleted += record.Folder is { } folder && LabFolder.Delete(folder) ? 1 : 0;
            File.Delete(path);
        }

        report.Warn(
            $"{interrupted.Count} interrupted run(s): "
            + (ended is 0 ? "no process left" : $"ended {ended} process(es)")
            + $", deleted {deleted} data folder(s).");
    }

    private List<(string Path, RecordedRun Record)> Records() =>
        Directory.Exists(recordFolder)
            ? [.. Directory.EnumerateFiles(recordFolder, "run-*.txt").Select(path => (path, RunRecord.Read(path)))]
            : [];

    private bool End(ProcessIdentity child)
    {
        // The id may have passed to a stranger since; only the very process on record is ended.
        if (!child.IsRunning)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(child.ProcessId);
            process.Kill();
            process.WaitForExit();
            return true;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // It ended on its own meanwhile.
            return false;
        }
    }
}
