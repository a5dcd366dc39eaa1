namespace Oxbow.Core.Sessions;

/// <summary>What a session's guarantees are about.</summary>
public enum SessionScope
{
    /// <summary>Every write that the session made or read matters to every operation: the default.</summary>
    Session,

    /// <summary>Only what the session wrote or read of a document matters to operations on that document.</summary>
    Key,
}
