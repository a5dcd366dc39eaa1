namespace Oxbow.Core.AntiEntropy;

/// <summary>Where the conversation over a link stands.</summary>
internal enum LinkPhase
{
    /// <summary>Nothing was heard yet.</summary>
    AwaitingHello,

    /// <summary>Both ends have greeted; batches flow.</summary>
    Running,

    /// <summary>Over: whatever still comes is ignored.</summary>
    Done,
}
