using Oxbow.Core.Writes;
using Oxbow.Wire.Sessions;

namespace Oxbow.Cli.Gateway;

/// <summary>What a gateway takes: as much as a node does.</summary>
internal static class GatewayLimits
{
    /// <summary>Largest body that is forwarded; it is kept until the answer, since it may have to be sent again.</summary>
    public const int BodyBytes = WriteLimits.MaximumWriteBytes;

    /// <summary>A larger body is read and dropped up to this size, so that its sender hears why.</summary>
    public const int BodyBytesHeard = 16 * BodyBytes;

    public const int HeaderBytes = SessionTokenCodec.MaximumTokenCharacters + (16 * 1024);

    /// <summary>So much of an answer is waited for before the client hears of it; a node lost until then is not noticed.</summary>
    public const int HeldBackBytes = 64 * 1024;
}
