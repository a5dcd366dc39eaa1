namespace Oxbow.Core.Recovery;

/// <summary>What the journal holds does not form a log.</summary>
/// <param name="message">Which record, and why.</param>
public sealed class RecoveryException(string message) : Exception(message);
