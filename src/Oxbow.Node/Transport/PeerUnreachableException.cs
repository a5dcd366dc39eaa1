namespace Oxbow.Node.Transport;

/// <summary>Nothing answered at an address, or not in time. The message names the address.</summary>
public sealed class PeerUnreachableException(string address, string reason, Exception? cause = null)
    : Exception($"The peer at {address} cannot be reached: {reason}", cause)
{
    /// <summary>The address that was dialed.</summary>
    public string Address { get; } = address;
}
