namespace Oxbow.Client;

/// <summary>How settled a write is, or the document that it left.</summary>
public enum WriteState
{
    /// <summary>Accepted, but its place in the order can still change.</summary>
    Tentative,

    /// <summary>It has its commit number; its place and its outcome never change again.</summary>
    Committed,
}
