using System.Text.Json;

namespace Oxbow.Cli.Lab.Processes;

/// <summary>Every server and every client is a child process; data lives in a fresh folder, ports come from the system.</summary>
internal sealed class ProcessCluster : ILabCluster
{
    private const string Database = "main";
    private const string AnyPort = "127.0.0.1:0";
    private const int PollMilliseconds = 3;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string folder;
    private readonly RunRecord record;
    private readonly LabReport report;
    private readonly bool keepData;
    private readonly LabDialect dialect;
    private readonly IReadOnlyList<string> serverArguments;
    private readonly bool isWorkedHard;
    private readonly List<ChildProcess> servers = [];
    private readonly List<ProcessClient> clients = [];

    /// <param name="recordFolder">Where the run's processes are written down.</param>
    /// <param name="keepData">Whether the data stays when the run is over.</param>
    /// <param name="report">Where to say what goes on.</param>
    /// <param name="dialect">What kind of database and of clients the run needs.</param>
    /// <param name="serverArguments">Further arguments for every server.</param>
    /// <param name="isWorkedHard">Whether the servers have much to do, so that fast code is worth its compilation.</param>
    public ProcessCluster(
        string recordFolder,
        bool keepData,
        LabReport report,
        LabDialect dialect = LabDialect.Playlist,
        IReadOnlyList<string>? serverArguments = null,
        bool isWorkedHard = false)
    {
        this.dialect = dialect;
        this.isWorkedHard = isWorkedHard;
        this.serverArguments = serverArguments ?? [];
        folder = LabFolder.Create();
        record = RunRecord.Begin(recordFolder, folder);
        this.keepData = keepData;
        this.report = report;
    }

    /// <summary>The data folder of a server, started already or not.</summary>
    public string FolderOf(string server) => Path.Combine(folder, server);

    public async Task<ILabServer> StartServerAsync(
        string name, IReadOnlyList<ILabServer> peers, bool isPaused, CancellationToken cancellation)
    {
        var others = peers.Cast<ProcessServer>().ToList();
        var readyFile = Path.Combine(folder, $"{name}.ready");
        var command = OxbowProgram.Command(Arguments(name, readyFile, others, isPaused));
        var child = ChildProcess.Start(name, isWorkedHard ? command : command.ForShortLife(), record);
        servers.Add(child);
        child.IgnoreOutput();
        var ready = await AwaitReadyAsync(child, readyFile, cancellation);
        var server = new ProcessServer(child, Address(ready.ClientAddress), ready.PeerAddress, Database);
        await Task.WhenAll(others.Select(other => other.MeetAsync(server, cancellation)));
        report.Trace($"{name} serves at {server.ClientAddress} (process {ready.ProcessId}).");
        return server;
    }

    public ILabClient StartClient(string name)
    {
        var command = OxbowProgram.Command("lab-client", "--database", Database, "--dialect", LabDialectOption.WordFor(dialect)).ForShortLife();
        var client = new ProcessClient(Task.Run(() => ChildProcess.Start(name, command, record)));
        clients.Add(client);
        return client;
    }

    /// <summary>Ends every process; then the data and the record go.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(servers.Select(server => server.EndAsync()).Concat(clients.Select(client => client.EndAsync())));
        if (keepData)
        {
            report.Warn($"data kept in {folder}");
        }
        else
        {
            LabFolder.Delete(folder);
        }

        record.Dispose();
    }

    private IEnumerable<string> Arguments(
        string name, string readyFile, IReadOnlyList<ProcessServer> others, bool isPaused) =>
    [
        "serve",
        "--name", name,
        "--data", FolderOf(name),
        "--database", Database,
        "--listen", AnyPort,
        "--peer-listen", AnyPort,
        "--ready-file", readyFile,
        "--until-stdin-closes",
        .. others.SelectMany(other => new[] { "--join", other.PeerAddress, "--peer", $"{other.Name}={other.PeerAddress}" }),
        .. others.Count is 0 ? ["--create"] : Array.Empty<string>(),
        .. isPaused ? ["--paused"] : Array.Empty<string>(),
        .. dialect is LabDialect.KeyValue ? ["--without-primary"] : Array.Empty<string>(),
        .. serverArguments,
    ];

    private static async Task<ReadyFile> AwaitReadyAsync(
        ChildProcess child, string path, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        try
        {
            while (!File.Exists(path))
            {
                if (child.HasEnded)
                {
                    throw await child.DiedAsync();
                }

                await Task.Delay(PollMilliseconds, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LabFailureException($"{child.Name} was not ready to serve after {StartLimit.TotalSeconds:0} s.");
        }

        var bytes = await File.ReadAllBytesAsync(path, cancellation);
        return JsonSerializer.Deserialize(bytes, LabJson.Default.ReadyFile)
            ?? throw new LabFailureException($"{child.Name} wrote an empty {path}.");
    }

    private static Uri Address(string text) =>
        new(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}");
}
