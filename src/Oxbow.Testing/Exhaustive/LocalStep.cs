namespace Oxbow.Testing.Exhaustive;

/// <summary>What a turn of one replica leads to.</summary>
/// <param name="Next">The state after it.</param>
/// <param name="Sent">To whom it sends which message; nothing when it crashes.</param>
/// <param name="Done">Bits of the peers with whose links it is done.</param>
/// <param name="HasChanged">Whether it made something durable.</param>
internal sealed record LocalStep(LocalState Next, IReadOnlyList<(int Peer, int Message)> Sent, int Done, bool HasChanged);
