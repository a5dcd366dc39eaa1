namespace Oxbow.Node.Joining;

/// <summary>A database that waits here until a peer grants a replica of it.</summary>
/// <param name="Database">Its name.</param>
/// <param name="Since">Since when it waits.</param>
/// <param name="Refusals">Why none of those asked last has granted one.</param>
public sealed record JoinProgress(string Database, DateTimeOffset Since, IReadOnlyList<JoinRefusal> Refusals)
{
    /// <inheritdoc/>
    public override string ToString() => Refusals.Count == 0
        ? $"Nobody was asked yet, or no peer is known: --join HOST:PORT or PUT /admin/peers/NAME names one."
        : string.Join(' ', Refusals.Select(refusal => $"{refusal.Address}: {refusal.Reason}"));
}

/// <summary>Why an address has granted no replica.</summary>
/// <param name="Address">The peer address.</param>
/// <param name="Reason">The reason, for people.</param>
public sealed record JoinRefusal(string Address, string Reason);
