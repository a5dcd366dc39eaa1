namespace Oxbow.Cli.Output;

/// <summary>The command line makes no sense; the message says how to put it right.</summary>
internal sealed class UsageException(string message) : Exception(message);
