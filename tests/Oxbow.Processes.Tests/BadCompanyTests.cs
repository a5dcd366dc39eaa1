using System.Net;
using System.Net.Sockets;
using System.Text;
using Oxbow.Client;
using Oxbow.Processes.Tests.Harness;

namespace Oxbow.Processes.Tests;

/// <summary>Peers and strangers that do not behave: a node works on as if they were not there.</summary>
public sealed class BadCompanyTests : IDisposable
{
    /// <summary>Less than the three seconds after which a node gives up a peer that does not answer.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2.5);

    private readonly TestFolder folder = new();
    private int lastNumber;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Peers_that_accept_and_never_answer_do_not_keep_a_node_from_the_others()
    {
        TcpListener[] silent = [.. Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in silent)
        {
            listener.Start();
        }

        try
        {
            // Only the node dials.
            await using NodeProcess primary = await NodeProcess.StartAsync(
                "primary", folder["primary"], "--live-links", "0", "--exchange-every", "3600");
            await using NodeProcess node = await NodeProcess.StartAsync(
                "node",
                folder["node"],
                [
                    "--join", primary.PeerAddress, "--peer", $"primary={primary.PeerAddress}",
                    .. silent.SelectMany((listener, index) => new[] { "--peer", $"silent{index}={listener.LocalEndpoint}" }),
                ]);

            for (var round = 0; round < 5; round++)
            {
                await ArrivesAtOnceAsync(node, primary);
                await ArrivesAtOnceAsync(primary, node);
                // Ends all links, so that the node has to find the one that answers again.
                await node.Admin.PauseAsync(Cancellation);
                await node.Admin.ResumeAsync(Cancellation);
            }
        }
        finally
        {
            Array.ForEach(silent, listener => listener.Dispose());
        }
    }

    [Fact]
    public async Task A_frozen_replica_delays_nobody_and_catches_up_when_it_thaws()
    {
        await using var trio = new Trio(folder);
        await trio.StartAsync();
        await trio.AgreeAsync();
        await trio["c"].SignalAsync("STOP");
        for (var round = 0; round < 20; round++)
        {
            await ArrivesAtOnceAsync(trio["a"], trio["b"]);
            await ArrivesAtOnceAsync(trio["b"], trio["a"]);
        }

        OxbowException refusal = await Assert.ThrowsAsync<OxbowException>(() => trio["a"].Admin.ExchangeAsync("c", Cancellation));
        Assert.Equal("peer_unreachable", refusal.Code);
        await trio["c"].SignalAsync("CONT");
        await trio.AgreeAsync();
        Assert.Equal(lastNumber, await ReadAsync(trio["c"]));
    }

    [Fact]
    public async Task Garbage_at_both_ports_does_no_harm()
    {
        await using NodeProcess node = await NodeProcess.StartAsync("node", folder["node"]);
        byte[] noise = new byte[64 * 1024];
        new Random(7).NextBytes(noise);
        byte[][] garbage =
        [
            noise,
            "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: nonsense\r\n\r\n"u8.ToArray(),
            [.. "GET /"u8, .. Enumerable.Repeat((byte)'x', 100_000)],
            [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. noise],
            [],
        ];
        foreach (IPEndPoint port in PortsOf(node))
        {
            foreach (byte[] bytes in garbage)
            {
                await ThrowAtAsync(port, bytes);
            }
        }

        await GarbageInALinkAsync(node);
        await WriteAsync(node);
        await node.SignalAsync("TERM");
        Assert.Equal(0, (await node.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_thousand_idle_connections_are_no_burden()
    {
        await using NodeProcess node = await NodeProcess.StartAsync("node", folder["node"]);
        IPEndPoint[] ports = PortsOf(node);
        List<TcpClient> idle = [];
        try
        {
            for (var count = 0; count < 1000; count++)
            {
                var client = new TcpClient();
                idle.Add(client);
                await client.ConnectAsync(ports[count % 2], Cancellation);
            }

            await WriteAsync(node);
            Assert.Equal(lastNumber, await ReadAsync(node));
            await using NodeProcess other = await NodeProcess.StartAsync(
                "other", folder["other"], "--join", node.PeerAddress, "--peer", $"node={node.PeerAddress}");
            await ArrivesAtOnceAsync(other, node);
        }
        finally
        {
            idle.ForEach(client => client.Dispose());
        }
    }

    private static IPEndPoint[] PortsOf(NodeProcess node) => [IPEndPoint.Parse(node.Address.Authority), IPEndPoint.Parse(node.PeerAddress)];

    private static async Task ThrowAtAsync(IPEndPoint port, byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(port, Cancellation);
        try
        {
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(bytes, Cancellation);
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null, Cancellation);
        }
        catch (IOException)
        {
            // The node has cut the connection, which is what it should do.
        }
    }

    /// <summary>A proper request for a link, and then nonsense in place of frames.</summary>
    private static async Task GarbageInALinkAsync(NodeProcess node)
    {
        using HttpClient http = new();
        foreach (string purpose in new[] { "live", "exchange", "join", "retirement-handover" })
        {
            using HttpRequestMessage request = new(HttpMethod.Post, $"http://{node.PeerAddress}/peer/main/{purpose}")
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(Encoding.ASCII.GetBytes(new string('x', 10_000))),
            };
            request.Headers.Add("Oxbow-Node-Name", "stranger");
            request.Headers.Add("Oxbow-Node-Address", "127.0.0.1:1");
            request.Content.Headers.ContentType = new("application/x-oxbow-frames");
            try
            {
                using HttpResponseMessage response = await http.SendAsync(request, Cancellation);
            }
            catch (HttpRequestException)
            {
                // The node has cut the link.
            }
        }
    }

    private async Task ArrivesAtOnceAsync(NodeProcess from, NodeProcess to)
    {
        await WriteAsync(from);
        TimeSpan time = await Eventually.HoldsAsync(
            $"what was written at {from.Name} is at {to.Name}", async () => await ReadAsync(to) == lastNumber);
        Assert.True(time < AtOnce, $"From {from.Name} to {to.Name} took {time}.");
    }

    private async Task WriteAsync(NodeProcess node) =>
        await node.Client.PutAsync("news", "last", Encoding.UTF8.GetBytes($"{++lastNumber}"), session: null, Cancellation);

    private static async Task<int?> ReadAsync(NodeProcess node) =>
        await node.Client.GetAsync("news", "last", cancellation: Cancellation) is { } document
            ? int.Parse(document.Json.Span, provider: null)
            : null;
}
