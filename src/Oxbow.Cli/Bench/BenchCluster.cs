using Oxbow.Cli.Lab;
using Oxbow.Cli.Lab.Processes;
using Oxbow.Client;

namespace Oxbow.Cli.Bench;

/// <summary>Servers in processes of their own that exchange only when told to, or live.</summary>
internal sealed class BenchCluster(bool isLive) : IAsyncDisposable
{
    private const string Database = "main";

    private readonly ProcessCluster processes = new(
        RunRecord.DefaultFolder,
        keepData: false,
        new LabReport(Console.Error, isTracing: false),
        serverArguments: isLive ? [] : ["--live-links", "0", "--exchange-every", "86400"],
        isWorkedHard: true);

    /// <summary>Folder of the database of a server that is to be started.</summary>
    public string FolderOf(string server) => Path.Combine(processes.FolderOf(server), Database);

    public async Task<ProcessServer> StartAsync(string name, params ProcessServer[] peers) =>
        (ProcessServer)await processes.StartServerAsync(name, peers, isPaused: false, CancellationToken.None);

    public static OxbowClient ClientOf(ProcessServer server) => new(server.ClientAddress, Database);

    /// <exception cref="InvalidOperationException">The two are not equal.</exception>
    public static async Task DemandEqualAsync(ProcessServer one, ProcessServer other, CancellationToken cancellation)
    {
        LabStatus[] statuses = await Task.WhenAll(one.StatusAsync(cancellation), other.StatusAsync(cancellation));
        if (!statuses[0].Agrees(statuses[1]))
        {
            throw new InvalidOperationException($"{one.Name} and {other.Name} differ after an exchange: {statuses[0]} {statuses[1]}");
        }
    }

    public ValueTask DisposeAsync() => processes.DisposeAsync();
}
