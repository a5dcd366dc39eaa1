using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Peers;
using Oxbow.Core.Writes;
using Oxbow.Wire.Sessions;

namespace Oxbow.AspNetCore;

/// <summary>The endpoints and limits of the web server.</summary>
internal sealed class KestrelSetup(ServerOptions options, HttpPeerTransport transport, ServerAddresses addresses) : IConfigureOptions<KestrelServerOptions>
{
    private const int HeaderBytesBesideToken = 16 * 1024;

    /// <summary>A body too large for what it is for is read and dropped up to this size, so that its sender hears why.</summary>
    private const int MostBodyBytesHeard = 16 * WriteLimits.MaximumWriteBytes;

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.MaximumConnections;
        kestrel.Limits.MaxRequestBodySize = MostBodyBytesHeard;
        kestrel.Limits.MaxRequestHeadersTotalSize = SessionTokenCodec.MaximumTokenCharacters + HeaderBytesBesideToken;
        addresses.Listen(kestrel);
        kestrel.ListenForOxbowPeers(options.PeerListen, transport);
    }
}
