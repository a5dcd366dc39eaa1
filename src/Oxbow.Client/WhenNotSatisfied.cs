namespace Oxbow.Client;

/// <summary>What happens when a replica lacks writes that a session depends on.</summary>
internal enum WhenNotSatisfied
{
    /// <summary>The operation fails at once.</summary>
    Fail,

    /// <summary>The replica fetches what it lacks, for as long as the caller is ready to wait.</summary>
    Wait,

    /// <summary>The operation is tried at the other replicas, one after another.</summary>
    Move,
}
