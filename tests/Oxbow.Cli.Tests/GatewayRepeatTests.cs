using System.Net;
using System.Text;
using Oxbow.AspNetCore;
using Oxbow.Cli.Gateway;
using Oxbow.Client;
using Oxbow.Node;

namespace Oxbow.Cli.Tests;

/// <summary>What a gateway does when a node has heard a request and is lost before it has answered.</summary>
public sealed class GatewayRepeatTests : IAsyncLifetime
{
    private const string HalfAnAnswer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[1,";

    private readonly HttpClient http = new();
    private OxbowServer server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await OxbowServer.StartAsync(
        new ServerOptions
        {
            Node = new NodeOptions { Name = "a", DataFolder = null },
            Create = true,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            PeerListen = new IPEndPoint(IPAddress.Loopback, 0),
        },
        configureLogging: null,
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData(HalfAnAnswer)]
    public async Task A_write_is_made_at_another_node_and_says_so(string lastWords)
    {
        using DyingNode dying = new(lastWords);
        await using GatewayServer gateway = await StartAsync(dying);
        using HttpResponseMessage put = await SendAsync(gateway, HttpMethod.Put);
        Assert.Equal((HttpStatusCode.OK, 1), (put.StatusCode, dying.Heard));
        Assert.Equal("2", Assert.Single(put.Headers.GetValues("Oxbow-Nodes-Asked")));
        Assert.NotNull(await new OxbowClient(server.ClientAddress).GetAsync("c", "k", cancellation: Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData(HalfAnAnswer)]
    public async Task A_read_is_made_at_another_node(string lastWords)
    {
        await new OxbowClient(server.ClientAddress).PutAsync("c", "k", "7"u8.ToArray(), cancellation: Cancellation);
        using DyingNode dying = new(lastWords);
        await using GatewayServer gateway = await StartAsync(dying);
        using HttpResponseMessage get = await SendAsync(gateway, HttpMethod.Get);
        Assert.Equal("7", await get.Content.ReadAsStringAsync(Cancellation));
        Assert.True(dying.Heard > 0, "The node that was to be lost was never asked.");
    }

    [Fact]
    public async Task A_write_with_a_condition_is_not_sent_twice()
    {
        using DyingNode dying = new();
        await using GatewayServer gateway = await StartAsync(dying);
        using HttpResponseMessage put = await SendAsync(gateway, HttpMethod.Put, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.BadGateway, put.StatusCode);
        Assert.Contains("outcome_unknown", await put.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Null(await new OxbowClient(server.ClientAddress).GetAsync("c", "k", cancellation: Cancellation));
    }

    [Fact]
    public async Task A_write_with_a_condition_and_a_key_of_its_sender_is()
    {
        using DyingNode dying = new();
        await using GatewayServer gateway = await StartAsync(dying);
        using HttpResponseMessage put = await SendAsync(gateway, HttpMethod.Put, ("If-None-Match", "*"), ("Idempotency-Key", "7f3a"));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
    }

    [Fact]
    public async Task A_write_that_the_last_node_may_have_accepted_is_in_doubt()
    {
        using DyingNode dying = new();
        await using GatewayServer gateway = await GatewayServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), Options(dying.Address), Cancellation);
        using HttpResponseMessage put = await SendAsync(gateway, HttpMethod.Put);
        Assert.Equal(HttpStatusCode.BadGateway, put.StatusCode);
        using HttpResponseMessage get = await SendAsync(gateway, HttpMethod.Get);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, get.StatusCode);
    }

    private Task<GatewayServer> StartAsync(DyingNode dying) =>
        GatewayServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), Options(dying.Address, server.ClientAddress), Cancellation);

    private static OxbowClientOptions Options(params IReadOnlyList<Uri> nodes) =>
        new() { Nodes = nodes, DiscoversNodes = false, RefreshPeriod = TimeSpan.FromDays(1) };

    private async Task<HttpResponseMessage> SendAsync(GatewayServer gateway, HttpMethod method, params IEnumerable<(string Name, string Value)> headers)
    {
        using HttpRequestMessage request = new(method, new Uri(gateway.Address, "/db/main/c/k"));
        request.Content = method == HttpMethod.Get ? null : new StringContent("1", Encoding.UTF8, "application/json");
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, Cancellation);
    }
}
