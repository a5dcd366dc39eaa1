namespace Oxbow.Cli.Lab;

/// <summary>The lab cannot go on: a process ended or does not answer. The message says which, and what it said last.</summary>
internal sealed class LabFailureException(string message, Exception? inner = null) : Exception(message, inner);
