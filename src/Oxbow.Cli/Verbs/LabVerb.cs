using System.CommandLine;
using Oxbow.Cli.Lab;
using Oxbow.Cli.Lab.InProcess;
using Oxbow.Cli.Lab.KeyValue;
using Oxbow.Cli.Lab.Playlist;
using Oxbow.Cli.Lab.Processes;
using Oxbow.Cli.Lab.Scripts;
using Oxbow.Cli.Output;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow lab</c>: runs a script against servers and clients of its own.</summary>
internal static class LabVerb
{
    private const string ScriptDescription = """
        One command on each line, with ids and names of your choice; - or no script reads standard input.
          joinServer 0                 the first server is the primary
          joinServer 1
          breakConnection 0 1          restoreConnection 0 1 mends it
          joinClient 5 1               a client, talking to server 1
          put 5 yellow http://a/1      delete 5 yellow, get 5 yellow
          printLog 1                   TRUE marks committed entries
          restoreConnection 0 1
          stabilize                    wait until connected servers agree
          pause                        no exchanges until start
          retireServer 0               server 0 hands over all it has, and leaves
        Only get and printLog print. Lines that are no commands are ignored.

        With --dialect kv, a key-value store in which the later write wins and servers crash: joinServer,
        joinClient, breakConnection, stabilize, put and get as above, a client with several connections asks the
        lowest live server, and
          killServer 0                 kill -9; joinServer 0 starts an empty one
          createConnection 5 0         between servers, or one more for a client
          printStore 1                 key:value, sorted by key
        """;

    public static Command Create()
    {
        var script = new Argument<string?>("SCRIPT")
        {
            Description = ScriptDescription,
            Arity = ArgumentArity.ZeroOrOne,
        };
        var inProcess = new Option<bool>("--in-process")
        {
            Description = "Run servers and clients inside this process, with data in memory: faster, for trying scripts.",
        };
        var clean = new Option<bool>("--clean") { Description = "End what interrupted runs have left behind, and exit." };
        var keep = new Option<bool>("--keep") { Description = "Keep the servers' data when the run is over." };
        var trace = new Option<bool>("--trace") { Description = "Say on standard error what is going on." };
        var stats = new Option<bool>("--stats") { Description = "Say on standard error how many commands per second were executed." };
        var dialect = LabDialectOption.Create();
        var verb = new Command("lab", "Try replication out, a process for each server and client:  oxbow lab script.txt")
        {
            script, dialect, inProcess, clean, keep, trace, stats,
        };
        return verb.Does((arguments, cancellation) =>
        {
            var report = new LabReport(Console.Error, arguments.GetValue(trace));
            if (arguments.GetValue(clean))
            {
                return Task.FromResult(Clean(report));
            }

            var language = LabDialectOption.Read(arguments.GetValue(dialect)!);
            return RunAsync(arguments.GetValue(script), language, NewCluster, report, arguments.GetValue(stats), cancellation);

            ILabCluster NewCluster() => arguments.GetValue(inProcess)
                ? new InProcessCluster(language)
                : new ProcessCluster(RunRecord.DefaultFolder, arguments.GetValue(keep), report, language);
        });
    }

    private static int Clean(LabReport report)
    {
        new LeftoverCleaner(RunRecord.DefaultFolder, report).Clean();
        return ExitCode.Ok;
    }

    private static async Task<int> RunAsync(
        string? path,
        LabDialect dialect,
        Func<ILabCluster> newCluster,
        LabReport report,
        bool withStatistics,
        CancellationToken cancellation)
    {
        using var script = Open(path);
        var statistics = new ScriptStatistics();
        try
        {
            await using var output = ScriptText.Writer(Console.OpenStandardOutput());
            await using var cluster = newCluster();
            var controller = NewController(dialect, cluster, output, report);
            await ScriptRun.ExecuteAsync(controller, script, statistics, cancellation);
            return ExitCode.Ok;
        }
        catch (LabFailureException error)
        {
            report.Warn(error.Message);
            return ExitCode.Failure;
        }
        finally
        {
            foreach (var line in withStatistics ? statistics.Lines() : [])
            {
                report.Warn(line);
            }
        }
    }

    private static IScriptController NewController(LabDialect dialect, ILabCluster cluster, TextWriter output, LabReport report) =>
        dialect is LabDialect.KeyValue
            ? new KeyValueController(cluster, output, report, new LabLimits())
            : new PlaylistController(cluster, output, report, new LabLimits());

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
