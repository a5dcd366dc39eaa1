namespace Oxbow.Client;

/// <summary>Why a peer has granted no replica.</summary>
/// <param name="Address">Its peer address.</param>
/// <param name="Reason">The reason, for people.</param>
public sealed record JoinRefusalStatus(string Address, string Reason);
