namespace Oxbow.Client;

/// <summary>The guarantees that a session can ask for.</summary>
[Flags]
public enum SessionGuarantees
{
    /// <summary>None: every replica may answer with what it has.</summary>
    None = 0,

    /// <summary>A read sees the session's own writes.</summary>
    ReadYourWrites = 1,

    /// <summary>A read sees what earlier reads of the session saw.</summary>
    MonotonicReads = 2,

    /// <summary>A write comes after the writes that the session has read.</summary>
    WritesFollowReads = 4,

    /// <summary>A write comes after the session's earlier writes.</summary>
    MonotonicWrites = 8,

    /// <summary>All four: the default.</summary>
    All = ReadYourWrites | MonotonicReads | WritesFollowReads | MonotonicWrites,
}
