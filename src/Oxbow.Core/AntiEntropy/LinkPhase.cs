namespace Oxbow.Core.AntiEntropy;

/// <summary>Where the conversation over a link stands.</summary>
internal enum LinkPhase
{
    /// <summary>Nothing was heard yet.</summary>
    AwaitingGreeting,

    /// <summary>Both ends have greeted; batches flow.</summary>
    Running,

    /// <summary>Over: whatever still comes is ignored.</summary>
    Done,
}
