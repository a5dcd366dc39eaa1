using Oxbow.Cli.Lab;
using Oxbow.Cli.Lab.Links;
using Oxbow.Cli.Lab.Processes;
using Oxbow.Client;

namespace Oxbow.Cli.Demo;

/// <summary>Three replicas in processes of their own, and what the demo does with them.</summary>
internal sealed class DemoScene : IAsyncDisposable
{
    private const string Database = "main";
    private const string Songs = "songs";

    private readonly ProcessCluster processes;
    private readonly LinkTable links = new();
    private readonly LabReport report = new(Console.Error, isTracing: false);

    public DemoScene() => processes = new(RunRecord.DefaultFolder, keepData: false, report);

    public List<DemoReplica> Replicas { get; } = [];

    /// <summary>Starts the next replica; the first one is the primary.</summary>
    public async Task<DemoReplica> StartAsync(string name, CancellationToken cancellation)
    {
        var peers = Replicas.Select(replica => replica.Server).ToList();
        var server = (ProcessServer)await processes.StartServerAsync(name, peers, isPaused: false, cancellation);
        DemoReplica replica = new(server, new OxbowClient(server.ClientAddress, Database));
        Replicas.Add(replica);
        return replica;
    }

    public static Task PutAsync(DemoReplica replica, string song, string url, CancellationToken cancellation) =>
        replica.Client.PutAsync(Songs, song, url, LabJson.Default.String, cancellation: cancellation);

    public static Task DeleteAsync(DemoReplica replica, string song, CancellationToken cancellation) =>
        replica.Client.DeleteAsync(Songs, song, cancellation: cancellation);

    public static async Task<IReadOnlyList<ScannedDocument>> SongsAsync(DemoReplica replica, CancellationToken cancellation) =>
        (await replica.Client.ScanAsync(Songs, cancellation: cancellation)).Documents;

    /// <summary>Breaks or mends the link between two replicas, at both ends.</summary>
    public async Task SetLinkAsync(DemoReplica one, DemoReplica other, bool isBroken, CancellationToken cancellation)
    {
        _ = isBroken ? links.Break(one.Server, other.Server) : links.Restore(one.Server, other.Server);
        await one.Server.SetLinkAsync(other.Server, isBroken, cancellation);
        await other.Server.SetLinkAsync(one.Server, isBroken, cancellation);
    }

    /// <summary>Waits until the replicas that can reach one another agree.</summary>
    public Task SettleAsync(CancellationToken cancellation) =>
        new Stabilizer(links, new LabLimits(), report).RunAsync(Replicas.Select(replica => replica.Server), cancellation);

    public ValueTask DisposeAsync() => processes.DisposeAsync();
}
