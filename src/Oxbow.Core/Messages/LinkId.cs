namespace Oxbow.Core.Messages;

/// <summary>Names an open link to a peer for as long as it is open; given by the node, never used twice.</summary>
/// <param name="Value">A running number.</param>
public readonly record struct LinkId(long Value);
