namespace Oxbow.Client;

/// <summary>What the guarantees of a session are about.</summary>
public enum SessionScope
{
    /// <summary>Everything the session has read and written matters to all that it does: the default.</summary>
    Session,

    /// <summary>Only what it has read and written of a document matters to what it does with that document.</summary>
    Key,
}
