using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Oxbow.AspNetCore.Peers;
using Oxbow.Core.Messages;
using Oxbow.Node.Transport;
using Oxbow.Wire.Framing;

namespace Oxbow.AspNetCore.Tests.Peers;

/// <summary>The HTTP side of links: what a peer of another make, a broken one or a curious person meets.</summary>
public sealed class PeerEndpointTests : IAsyncDisposable
{
    private static readonly LinkRequest Request = new("music", LinkPurpose.Live, "basel", "basel:1");

    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
    private readonly HttpClient http = new();

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        patience.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(FrameError.TooLarge)]
    [InlineData(FrameError.BadChecksum)]
    [InlineData(FrameError.Empty)]
    [InlineData(null)]
    public async Task Bytes_that_are_no_frame_break_their_link_and_nothing_else(FrameError? error)
    {
        await using PeerServer server = await PeerServer.StartAsync();
        var failures = new TaskCompletionSource<string>();
        server.Transport.Listen(async (_, link, cancellation) =>
        {
            try
            {
                while (await link.ReceiveAsync(cancellation) is { } frame)
                {
                    await link.SendAsync(frame, cancellation);
                }
            }
            catch (LinkBrokenException broken)
            {
                failures.TrySetResult(broken.Message);
                throw;
            }
        });

        // A response that is not read to its end: the stream is reset instead.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using HttpResponseMessage response = await PostAsync(server, "/peer/music/live", new ByteArrayContent(BadBytes(error)));
            response.EnsureSuccessStatusCode();
            await response.Content.ReadAsByteArrayAsync(patience.Token);
        });

        Assert.Contains(error?.ToString() ?? "middle", await failures.Task.WaitAsync(patience.Token), StringComparison.Ordinal);
        await using IPeerLink link = await server.Transport.ConnectAsync(server.Transport.LocalAddress, Request, patience.Token);
        await link.SendAsync(new byte[] { 1 }, patience.Token);
        Assert.Equal([1], (await link.ReceiveAsync(patience.Token))!.Value.ToArray());
    }

    [Fact]
    public async Task A_plain_client_can_send_frames_and_read_the_echo()
    {
        await using PeerServer server = await PeerServer.StartAsync();
        server.Transport.Listen(async (_, link, cancellation) =>
        {
            while (await link.ReceiveAsync(cancellation) is { } frame)
            {
                await link.SendAsync(frame, cancellation);
            }
        });
        byte[] frame = [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3];
        FrameEncoder.WriteHeader(frame, [1, 2, 3]);

        using HttpResponseMessage response = await PostAsync(server, "/peer/music/live", new ByteArrayContent(frame));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/x-oxbow-frames", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(frame, await response.Content.ReadAsByteArrayAsync(patience.Token));
    }

    [Theory]
    [InlineData("/peer/music/gossip", "unknown_purpose")]
    [InlineData("/peer/music/Live", "unknown_purpose")]
    [InlineData("/peer/music/1", "unknown_purpose")]
    [InlineData("/peer/.music/live", "illegal_database_name")]
    [InlineData("/peer/mu%20sic/live", "illegal_database_name")]
    [InlineData("/peer/mus%C3%AFc/live", "illegal_database_name")]
    [InlineData("/peer/aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg/live", "illegal_database_name")]
    public async Task A_bad_request_is_refused_with_a_code(string path, string code)
    {
        await using PeerServer server = await PeerServer.StartAsync();
        server.Transport.Listen((_, _, _) => throw new InvalidOperationException("must not be asked"));

        using HttpResponseMessage response = await PostAsync(server, path, new ByteArrayContent([]));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, await CodeAsync(response));
    }

    [Fact]
    public async Task A_request_without_the_dialers_name_is_refused()
    {
        await using PeerServer server = await PeerServer.StartAsync();
        server.Transport.Listen((_, _, _) => Task.CompletedTask);

        using HttpResponseMessage response = await PostAsync(server, "/peer/music/live", new ByteArrayContent([]), name: "");

        Assert.Equal("illegal_node_name", await CodeAsync(response));
    }

    [Fact]
    public async Task Links_over_the_limit_are_refused_until_one_ends()
    {
        await using PeerServer server = await PeerServer.StartAsync(new PeerTransportOptions { MaximumIncomingLinks = 2 });
        server.Transport.Listen((_, link, cancellation) => link.ReceiveAsync(cancellation).AsTask());
        await using IPeerLink first = await DialAsync(server);
        await using IPeerLink second = await DialAsync(server);

        Assert.Equal(LinkRefusalCodes.TooManyLinks, (await Assert.ThrowsAsync<LinkRefusedException>(() => DialAsync(server))).Code);

        await first.CompleteAsync(patience.Token);
        Assert.Null(await first.ReceiveAsync(patience.Token));
        await using IPeerLink third = await DialWhenFreeAsync(server);
    }

    [Fact]
    public async Task The_client_endpoint_serves_clients_and_refuses_links()
    {
        await using PeerServer server = await PeerServer.StartAsync();
        server.Transport.Listen((_, _, _) => Task.CompletedTask);

        Assert.Equal("client", await http.GetStringAsync(server.ClientAddress, patience.Token));
        using HttpResponseMessage response = await http.PostAsync(new Uri(server.ClientAddress, "/peer/music/live"), null, patience.Token);

        Assert.Equal(LinkRefusalCodes.Http2Required, await CodeAsync(response));
    }

    [Fact]
    public async Task Dialing_a_client_endpoint_says_so_and_does_not_hang()
    {
        await using PeerServer server = await PeerServer.StartAsync();

        await Assert.ThrowsAsync<PeerUnreachableException>(
            () => server.Transport.ConnectAsync(server.ClientAddress.Authority, Request, patience.Token));
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_in_time_is_unreachable()
    {
        await using PeerServer server = await PeerServer.StartAsync(new PeerTransportOptions { ConnectTimeout = TimeSpan.FromSeconds(0.2) });
        server.Transport.Listen((_, _, cancellation) => new TaskCompletionSource().Task.WaitAsync(cancellation));

        var failure = await Assert.ThrowsAsync<PeerUnreachableException>(() => DialAsync(server));

        Assert.Contains("0.2 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_falls_silent_is_noticed_by_both_ends()
    {
        var options = new PeerTransportOptions
        {
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
        };
        await using PeerServer server = await PeerServer.StartAsync(options);
        await using PeerServer dialer = await PeerServer.StartAsync(options);
        await using var path = new FreezingRelay(server.Transport.BoundEndpoint);
        var noticed = new TaskCompletionSource();
        server.Transport.Listen(async (_, link, _) =>
        {
            await link.SendAsync(new byte[] { 1 }, patience.Token);
            await Assert.ThrowsAsync<LinkBrokenException>(async () => await link.ReceiveAsync(patience.Token));
            noticed.SetResult();
        });
        await using IPeerLink link = await dialer.Transport.ConnectAsync(path.Address, Request, patience.Token);
        Assert.NotNull(await link.ReceiveAsync(patience.Token));

        path.Freeze();

        await Assert.ThrowsAsync<LinkBrokenException>(async () => await link.ReceiveAsync(patience.Token));
        await noticed.Task.WaitAsync(patience.Token);
    }

    [Fact]
    public async Task Stopping_the_application_ends_open_links()
    {
        await using PeerServer server = await PeerServer.StartAsync();
        await using PeerServer other = await PeerServer.StartAsync();
        server.Transport.Listen((_, link, cancellation) => link.ReceiveAsync(cancellation).AsTask());
        await using IPeerLink link = await other.Transport.ConnectAsync(server.Transport.LocalAddress, Request, patience.Token);

        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(10), patience.Token);

        await Assert.ThrowsAsync<LinkBrokenException>(async () => await link.ReceiveAsync(patience.Token));
    }

    [Fact]
    public async Task Links_whose_reader_is_slow_do_not_stop_their_neighbours()
    {
        await using PeerServer server = await PeerServer.StartAsync();
        server.Transport.Listen(async (request, link, cancellation) =>
        {
            while (request.Purpose == LinkPurpose.Live && await link.ReceiveAsync(cancellation) is { } frame)
            {
                await link.SendAsync(frame, cancellation);
            }

            await link.SendAsync(new byte[] { 1 }, cancellation);
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        });
        List<IPeerLink> stalled = [];
        for (int index = 0; index < 20; index++)
        {
            stalled.Add(await server.Transport.ConnectAsync(
                server.Transport.LocalAddress, Request with { Purpose = LinkPurpose.Exchange }, patience.Token));
            await stalled[^1].SendAsync(new byte[3 * 1024 * 1024], patience.Token);
        }

        await using IPeerLink link = await DialAsync(server);
        await link.SendAsync(new byte[4 * 1024 * 1024], patience.Token);
        Assert.Equal(4 * 1024 * 1024, (await link.ReceiveAsync(patience.Token))!.Value.Length);
        await Task.WhenAll(stalled.Select(one => one.DisposeAsync().AsTask()));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("user@127.0.0.1:80")]
    [InlineData("127.0.0.1:80/path")]
    [InlineData("host/path:80")]
    [InlineData("::1:80")]
    public async Task An_address_that_is_none_is_unreachable(string address)
    {
        await using var transport = new HttpPeerTransport(new PeerTransportOptions(), NullLogger<HttpPeerTransport>.Instance);

        var failure = await Assert.ThrowsAsync<PeerUnreachableException>(() => transport.ConnectAsync(address, Request, patience.Token));

        Assert.Contains("host:port", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unbound_transport_has_no_address_yet()
    {
        await using var transport = new HttpPeerTransport(new PeerTransportOptions(), NullLogger<HttpPeerTransport>.Instance);

        Assert.Throws<InvalidOperationException>(() => transport.LocalAddress);
    }

    [Fact]
    public async Task Any_address_needs_an_advertised_one()
    {
        await using var transport = new HttpPeerTransport(new PeerTransportOptions(), NullLogger<HttpPeerTransport>.Instance);

        Assert.Throws<ArgumentException>(
            () => new KestrelServerOptions().ListenForOxbowPeers(new IPEndPoint(IPAddress.Any, 0), transport));
    }

    [Fact]
    public void Options_name_all_their_faults()
    {
        var options = new PeerTransportOptions
        {
            AdvertisedAddress = "here",
            MaximumFrameBytes = 0,
            MaximumIncomingLinks = 0,
            SendQueueBytes = 0,
            LinkWindowBytes = 0,
            ConnectTimeout = TimeSpan.Zero,
            KeepAlivePingDelay = TimeSpan.Zero,
            KeepAlivePingTimeout = TimeSpan.Zero,
            CloseTimeout = TimeSpan.Zero,
        };

        Assert.Equal(typeof(PeerTransportOptions).GetProperties().Length, options.Validate().Count);
        Assert.Empty(new PeerTransportOptions().Validate());
        Assert.Throws<ArgumentException>(() => new HttpPeerTransport(options, NullLogger<HttpPeerTransport>.Instance));
    }

    private static byte[] BadBytes(FrameError? error)
    {
        byte[] bytes = new byte[FrameLimits.HeaderBytes + 3];
        FrameEncoder.WriteHeader(bytes, bytes.AsSpan(FrameLimits.HeaderBytes));
        switch (error)
        {
            case FrameError.TooLarge:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, FrameLimits.DefaultMaximumPayloadBytes + 1);
                return bytes;
            case FrameError.BadChecksum:
                bytes[^1] ^= 1;
                return bytes;
            case FrameError.Empty:
                return new byte[FrameLimits.HeaderBytes];
            default:
                return bytes[..^1];
        }
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

    private Task<IPeerLink> DialAsync(PeerServer server) =>
        server.Transport.ConnectAsync(server.Transport.LocalAddress, Request, patience.Token);

    private async Task<HttpResponseMessage> PostAsync(PeerServer server, string path, HttpContent content, string name = "raw")
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-oxbow-frames");
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{server.Transport.LocalAddress}{path}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        message.Headers.Add("Oxbow-Node-Name", name);
        message.Headers.Add("Oxbow-Node-Address", "raw:1");
        return await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
    }

    // The listener frees the place just after the dialer has seen the end.
    private async Task<IPeerLink> DialWhenFreeAsync(PeerServer server)
    {
        while (true)
        {
            try
            {
                return await DialAsync(server);
            }
            catch (LinkRefusedException refusal) when (refusal.Code == LinkRefusalCodes.TooManyLinks)
            {
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }
}
