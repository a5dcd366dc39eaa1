using Microsoft.Extensions.Logging;
using Oxbow.Core.Messages;

namespace Oxbow.AspNetCore.Peers;

/// <summary>What the peer transport logs. Event ids 3100 to 3199.</summary>
internal static partial class PeerLogMessages
{
    [LoggerMessage(3100, LogLevel.Error, "The handler of a link for {Purpose} of database {Database} from node {FromName} failed")]
    public static partial void HandlerFailed(ILogger logger, string database, LinkPurpose purpose, string fromName, Exception failure);
}
