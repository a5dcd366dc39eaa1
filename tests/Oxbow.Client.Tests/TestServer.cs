using System.Net;
using Oxbow.AspNetCore;
using Oxbow.Node;

namespace Oxbow.Client.Tests;

/// <summary>Real servers in this process, on ports of the system's choice.</summary>
internal static class TestServer
{
    /// <summary>Starts a node, in memory, that exchanges when it is told and not before; it joins the first of those it knows.</summary>
    public static async Task<OxbowServer> StartAsync(string name, params OxbowServer[] known)
    {
        OxbowServer server = await OxbowServer.StartAsync(
            new ServerOptions
            {
                Node = new NodeOptions
                {
                    Name = name,
                    DataFolder = null,
                    StartPaused = true,
                    Links = new() { LiveFanOut = 0, ExchangePeriod = TimeSpan.FromDays(1), ReviewPeriod = TimeSpan.FromDays(1) },
                },
                Listen = new IPEndPoint(IPAddress.Loopback, 0),
                PeerListen = new IPEndPoint(IPAddress.Loopback, 0),
                Create = known.Length == 0,
                JoinAddresses = [.. known.Select(other => other.PeerAddress)],
                Peers = known.ToDictionary(other => other.Node.Name, other => other.PeerAddress),
            },
            configureLogging: null,
            CancellationToken.None);
        foreach (OxbowServer other in known)
        {
            other.Node.Peers.Learn(name, server.PeerAddress);
        }

        // A node looks for peers when it opens, and then not for a day: it was paused at that moment.
        server.Node.Resume();
        return server;
    }
}
