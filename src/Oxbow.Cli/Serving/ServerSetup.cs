using System.Net;
using Microsoft.Extensions.Logging;
using Oxbow.AspNetCore;
using Oxbow.AspNetCore.Peers;
using Oxbow.Cli.Output;
using Oxbow.Node;
using Oxbow.Node.Links;
using Oxbow.Node.Naming;

namespace Oxbow.Cli.Serving;

/// <summary>Turns settings into the server's options, or says what is wrong with them.</summary>
internal static class ServerSetup
{
    private const string DefaultListen = "127.0.0.1:4800";
    private const string DefaultPeerListen = "127.0.0.1:4801";

    /// <exception cref="UsageException">Something is missing or wrong; lists all faults.</exception>
    public static ServerOptions Options(ServeSettings settings)
    {
        ServerOptions options = new()
        {
            Node = new NodeOptions
            {
                Name = settings.Name ?? throw new UsageException("Give the node a name that no other has: --name paris"),
                DataFolder = settings.Data ?? throw new UsageException("Say where the data is to be kept: --data FOLDER"),
                StartPaused = settings.Paused ?? false,
                WithoutPrimary = settings.WithoutPrimary ?? false,
                Links = Links(settings),
            },
            PeerTransport = new PeerTransportOptions { AdvertisedAddress = settings.PeerAddress },
            Databases = settings.Databases ?? ["main"],
            Listen = Endpoint("--listen", settings.Listen ?? DefaultListen),
            PeerListen = Endpoint("--peer-listen", settings.PeerListen ?? DefaultPeerListen),
            AdvertisedClientAddress = settings.ClientAddress,
            Create = settings.Create ?? false,
            DatabaseId = settings.DatabaseId is { } id ? DatabaseId(id) : null,
            JoinAddresses = settings.Join ?? [],
            Peers = Peers(settings.Peers ?? []),
            MaximumRequestsPerSecondPerClient = settings.RequestRate ?? 0,
        };
        return options.Validate() is { Count: > 0 } faults ? throw new UsageException(string.Join(' ', faults)) : options;
    }

    private static LinkPolicyOptions Links(ServeSettings settings)
    {
        LinkPolicyOptions links = new();
        return links with
        {
            DirectMail = settings.DirectMail ?? links.DirectMail,
            LiveFanOut = settings.LiveLinks ?? links.LiveFanOut,
            ExchangePeriod = settings.ExchangeEverySeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : links.ExchangePeriod,
        };
    }

    /// <exception cref="UsageException">There is no such level.</exception>
    public static LogLevel LogLevel(ServeSettings settings) => settings.Log?.ToLowerInvariant() switch
    {
        null or "warning" => Microsoft.Extensions.Logging.LogLevel.Warning,
        "debug" => Microsoft.Extensions.Logging.LogLevel.Debug,
        "information" => Microsoft.Extensions.Logging.LogLevel.Information,
        "error" => Microsoft.Extensions.Logging.LogLevel.Error,
        "none" => Microsoft.Extensions.Logging.LogLevel.None,
        _ => throw new UsageException("--log is debug, information, warning, error or none."),
    };

    private static PublicDatabaseId DatabaseId(string text) => PublicDatabaseId.TryParse(text)
        ?? throw new UsageException($"--database-id {text}: give the 32 hexadecimal digits that oxbow status shows at a node of the database.");

    private static IPEndPoint Endpoint(string option, string text) =>
        text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out IPEndPoint? endpoint)
            ? endpoint
            : throw new UsageException($"{option} {text}: give an IP address and a port, such as 127.0.0.1:4800; port 0 lets the system choose.");

    private static Dictionary<string, string> Peers(string[] texts)
    {
        Dictionary<string, string> peers = [];
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !peers.TryAdd(text[..equals], text[(equals + 1)..]))
            {
                throw new UsageException($"--peer {text}: give NAME=HOST:PORT, and each name once.");
            }
        }

        return peers;
    }
}
