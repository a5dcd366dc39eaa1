using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Node.Databases;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Nodes;

/// <summary>A node with one database in a network inside the process.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly InProcessTransport transport;

    private TestNode(NodeHost host, InProcessTransport transport, DatabaseHost database)
    {
        Host = host;
        this.transport = transport;
        Database = database;
    }

    public NodeHost Host { get; }

    public DatabaseHost Database { get; }

    public string Name => Host.Name;

    public static NodeOptions Options(string name) => new()
    {
        Name = name,
        DataFolder = null,
        Links = new()
        {
            ReviewPeriod = TimeSpan.FromMilliseconds(10),
            ExchangePeriod = TimeSpan.FromMilliseconds(20),
            UnreachablePause = TimeSpan.FromMilliseconds(20),
            JoinPatience = TimeSpan.FromSeconds(1),
        },
    };

    /// <summary>Starts a node; it joins the database through the first of those it knows, or creates it.</summary>
    public static async Task<TestNode> StartAsync(InProcessNetwork network, NodeOptions options, TimeProvider? time = null, params TestNode[] known)
    {
        InProcessTransport transport = network.CreateTransport(options.Name);
        NodeHost host = new(options, transport, time ?? TimeProvider.System, NullLogger.Instance);
        foreach (TestNode peer in known)
        {
            host.Peers.Learn(peer.Name, peer.Name);
        }

        host.Listen();
        return new(host, transport, await host.OpenAsync("main", DatabaseSource.Of(known.Length == 0, [.. known.Select(peer => peer.Name)]), CancellationToken.None));
    }

    public Task<Reply> PutAsync(string key)
    {
        byte[] text = Encoding.UTF8.GetBytes(key);
        return Database.AskAsync(new SubmitWrite(Database.NextRequest(), [Update.Put("c"u8.ToArray(), text, "1"u8.ToArray())], Session: null));
    }

    public async Task<bool> HasAsync(string key)
    {
        ReadDocument request = new(Database.NextRequest(), "c"u8.ToArray(), Encoding.UTF8.GetBytes(key), Core.State.ReadView.Latest, Session: null);
        return ((DocumentRead)await Database.AskAsync(request)).Document is not null;
    }

    public async Task<ReplicaStatus> StatusAsync() =>
        ((StatusRead)await Database.AskAsync(new ReadStatus(Database.NextRequest(), WithDocumentsHash: true))).Status;

    /// <summary>Waits until the status is as wanted; the test's patience ends it otherwise.</summary>
    public async Task<ReplicaStatus> UntilAsync(Func<ReplicaStatus, bool> holds, CancellationToken patience)
    {
        while (true)
        {
            ReplicaStatus status = await StatusAsync();
            if (holds(status))
            {
                return status;
            }

            patience.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await transport.DisposeAsync();
    }
}
