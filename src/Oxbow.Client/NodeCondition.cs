namespace Oxbow.Client;

/// <summary>How a node stands for its clients, from the one to turn to first to the one to turn to last.</summary>
public enum NodeCondition
{
    /// <summary>It serves, and has room for more; or nothing is known of it yet.</summary>
    Active,

    /// <summary>It serves, but is slow or short of space.</summary>
    Overloaded,

    /// <summary>It did not answer when it was asked last.</summary>
    Unreachable,

    /// <summary>It was set offline, is starting, or has retired.</summary>
    Offline,
}
