namespace Oxbow.Core.Identity;

/// <summary>Where an epoch begins in the committed order.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="First">Its first commit number: that of the take-over; 1 for the first epoch.</param>
public readonly record struct EpochStart(CommitEpoch Epoch, CommitNumber First);
