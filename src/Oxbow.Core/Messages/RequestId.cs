namespace Oxbow.Core.Messages;

/// <summary>Matches a reply with its request; given by the node, never used twice.</summary>
/// <param name="Value">A running number.</param>
public readonly record struct RequestId(long Value);
