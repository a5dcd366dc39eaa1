namespace Oxbow.Client;

/// <summary>What one exchange moved.</summary>
/// <param name="Sent">Writes and commit notices that the asked node sent.</param>
/// <param name="Received">Writes and commit notices that it received.</param>
public sealed record ExchangeResult(long Sent, long Received);
