using System.CommandLine;
using Oxbow.Cli.Lab;
using Oxbow.Cli.Lab.Playlist;
using Oxbow.Cli.Lab.Processes;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow lab</c>: runs a script of the playlist dialect against servers and clients of its own.</summary>
internal static class LabVerb
{
    public static Command Create()
    {
        var script = new Argument<string?>("SCRIPT")
        {
            Description = "A script of the playlist dialect; without one, or with -, commands come from standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var clean = new Option<bool>("--clean") { Description = "End what interrupted runs have left behind, and exit." };
        var keep = new Option<bool>("--keep") { Description = "Keep the servers' data when the run is over." };
        var trace = new Option<bool>("--trace") { Description = "Say on standard error what is going on." };
        var verb = new Command("lab", "Try replication out, a process for each server and client:  oxbow lab script.txt")
        {
            script, clean, keep, trace,
        };
        return verb.Does((arguments, cancellation) =>
        {
            var report = new LabReport(Console.Error, arguments.GetValue(trace));
            return arguments.GetValue(clean)
                ? Task.FromResult(Clean(report))
                : RunAsync(arguments.GetValue(script), arguments.GetValue(keep), report, cancellation);
        });
    }

    private static int Clean(LabReport report)
    {
        new LeftoverCleaner(RunRecord.DefaultFolder, report).Clean();
        return ExitCode.Ok;
    }

    private static async Task<int> RunAsync(
        string? path, bool keepData, LabReport report, CancellationToken cancellation)
    {
        using var script = Open(path);
        try
        {
            await using var output = ScriptText.Writer(Console.OpenStandardOutput());
            await using var cluster = new ProcessCluster(RunRecord.DefaultFolder, keepData, report);
            await PlaylistRun.ExecuteAsync(cluster, script, output, report, new LabLimits(), cancellation);
            return ExitCode.Ok;
        }
        catch (LabFailureException error)
        {
            report.Warn(error.Message);
            return ExitCode.Failure;
        }
    }

    private static StreamReader Open(string? path)
    {
        try
        {
            return ScriptText.Reader(path is null or "-" ? Console.OpenStandardInput() : File.OpenRead(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The script cannot be read: {error.Message}");
        }
    }
}
