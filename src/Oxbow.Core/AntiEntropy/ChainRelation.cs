namespace Oxbow.Core.AntiEntropy;

/// <summary>How a write that is not held stands to the writes of its origin that are.</summary>
internal enum ChainRelation
{
    /// <summary>It follows the last one.</summary>
    Follows,

    /// <summary>A write before it is missing.</summary>
    Hole,

    /// <summary>It follows one that another write follows here: two replicas use the id.</summary>
    Forks,

    /// <summary>It belongs to another history of the id, and where that leaves the one here does not show.</summary>
    Foreign,
}
