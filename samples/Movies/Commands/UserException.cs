namespace Movies.Commands;

/// <summary>The user asked for something that cannot be. The message says what can.</summary>
internal sealed class UserException(string message) : Exception(message);
