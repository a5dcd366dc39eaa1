using System.Net;
using System.Text;
using System.Text.Json;
using Oxbow.Node;

namespace Oxbow.AspNetCore.Tests.Servers;

/// <summary>A server on ports of the system's choice, and a client that talks to it.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly HttpClient client;

    private TestNode(OxbowServer server)
    {
        Server = server;
        client = new HttpClient { BaseAddress = server.ClientAddress };
    }

    public OxbowServer Server { get; }

    public string Name => Server.Node.Name;

    public static ServerOptions Options(string name, string? dataFolder = null) => new()
    {
        Node = new NodeOptions { Name = name, DataFolder = dataFolder, StartPaused = true },
        Create = true,
        Listen = new IPEndPoint(IPAddress.Loopback, 0),
        PeerListen = new IPEndPoint(IPAddress.Loopback, 0),
    };

    public static async Task<TestNode> StartAsync(ServerOptions options) =>
        new(await OxbowServer.StartAsync(options, configureLogging: null, CancellationToken.None));

    /// <summary>A node alone, in memory, with anti-entropy paused.</summary>
    public static Task<TestNode> StartAsync(string name) => StartAsync(Options(name));

    /// <summary>A further node of the same database; both know each other.</summary>
    public async Task<TestNode> JoinAsync(string name, string? dataFolder = null)
    {
        TestNode joined = await StartAsync(Options(name, dataFolder) with
        {
            Create = false,
            JoinAddresses = [Server.PeerAddress],
            Peers = new Dictionary<string, string> { [Name] = Server.PeerAddress },
        });
        Server.Node.Peers.Learn(name, joined.Server.PeerAddress);
        return joined;
    }

    public Task<TestAnswer> GetAsync(string path, string? session = null, string? wait = null) => SendAsync(HttpMethod.Get, path, (HttpContent?)null, session, wait);

    public Task<TestAnswer> PutAsync(string path, string body, string? session = null) => SendAsync(HttpMethod.Put, path, Encoding.UTF8.GetBytes(body), session);

    public Task<TestAnswer> PostAsync(string path, string body = "") => SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body));

    public Task<TestAnswer> SendAsync(HttpMethod method, string path, byte[]? body, string? session = null) =>
        SendAsync(method, path, body is null ? null : new ByteArrayContent(body), session);

    public Task<TestAnswer> SendAsync(HttpMethod method, string path, HttpContent? body, string? session = null, string? wait = null) =>
        SendAsync(method, path, body, [.. Header("Oxbow-Session", session), .. Header("Oxbow-Wait", wait)]);

    private static (string Name, string Value)[] Header(string name, string? value) => value is null ? [] : [(name, value)];

    public Task<TestAnswer> PutAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, new StringContent(body), headers);

    public async Task<TestAnswer> SendAsync(HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        // Paths are sent as they are written here.
        var target = new Uri(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, target) { Content = body };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        return new TestAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value)));
    }

    public async Task<JsonElement> StatusAsync() => (await GetAsync("/db/main/status?documentsHash=true")).Json;

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Server.DisposeAsync();
    }
}
