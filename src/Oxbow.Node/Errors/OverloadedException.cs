namespace Oxbow.Node.Errors;

/// <summary>Too many requests wait for a database, or it has stopped; nothing was changed. Try later or at another node.</summary>
/// <param name="message">Which, and why.</param>
public sealed class OverloadedException(string message) : Exception(message);
