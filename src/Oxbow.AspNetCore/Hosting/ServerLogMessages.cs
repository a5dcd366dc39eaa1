using Microsoft.Extensions.Logging;

namespace Oxbow.AspNetCore.Hosting;

/// <summary>What the server logs. Event ids 3000 to 3099.</summary>
internal static partial class ServerLogMessages
{
    [LoggerMessage(3000, LogLevel.Information, "Node {Node} serves clients at {ClientAddress} and peers at {PeerAddress}")]
    public static partial void Serving(ILogger logger, string node, string clientAddress, string peerAddress);

    [LoggerMessage(3010, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);
}
