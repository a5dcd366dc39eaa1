namespace Oxbow.Core.Sessions;

/// <summary>
/// The session guarantees of Terry et al., "Session Guarantees for Weakly Consistent Replicated Data"
/// (PDIS 1994), each of which can be switched.
/// </summary>
[Flags]
public enum Guarantees
{
    /// <summary>No promise across replicas.</summary>
    None = 0,

    /// <summary>A read sees the session's own writes (section 3.1).</summary>
    ReadYourWrites = 1,

    /// <summary>A read sees what earlier reads of the session saw (section 3.2).</summary>
    MonotonicReads = 2,

    /// <summary>A write comes after the writes that the session has read (section 3.3).</summary>
    WritesFollowReads = 4,

    /// <summary>A write comes after the session's earlier writes (section 3.4).</summary>
    MonotonicWrites = 8,

    /// <summary>All four: the default.</summary>
    All = ReadYourWrites | MonotonicReads | WritesFollowReads | MonotonicWrites,
}
