using Oxbow.Core.Identity;

namespace Oxbow.Wire.Sessions;

/// <summary>Numbers that the writer and the reader of tokens share.</summary>
internal static class SessionTokenLayout
{
    /// <summary>Bits of the flags that hold the guarantees; the scope stands above them.</summary>
    public const int GuaranteeBits = 4;

    /// <summary>One more than an id can add: what an id shares is counted in multiples of it.</summary>
    public const int SharedFactor = ReplicaId.MaximumDepth + 1;

    /// <summary>Age for "no entry".</summary>
    public const ulong NoEntry = 0;

    /// <summary>Age for <see cref="AcceptStamp.Maximum"/>.</summary>
    public const ulong EverythingOfIt = 1;

    /// <summary>Age of the newest stamp.</summary>
    public const ulong YoungestAge = 2;
}
