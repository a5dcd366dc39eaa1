namespace Oxbow.Testing.Nodes;

/// <summary>How a simulated process stands.</summary>
internal enum ProcessState
{
    /// <summary>Has no replica yet: it has to join.</summary>
    Unborn,

    /// <summary>Takes turns.</summary>
    Running,

    /// <summary>Stopped for a while, with everything it has in memory.</summary>
    Paused,

    /// <summary>Not running; its disk is there.</summary>
    Down,

    /// <summary>Does not start, because its journal is damaged.</summary>
    Damaged,

    /// <summary>Its replica has retired and told so.</summary>
    Left,
}
