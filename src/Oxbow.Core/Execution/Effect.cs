using Oxbow.Core.Writes;

namespace Oxbow.Core.Execution;

/// <summary>What a write does at its place in the order.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Digest">Stands for what it changes.</param>
/// <param name="Source">The write whose updates take effect as they stand in it; null when nothing changes.</param>
internal readonly record struct Effect(Outcome Outcome, EffectDigest Digest, Write? Source)
{
    /// <summary>The updates that take effect.</summary>
    public UpdateReader Updates => Source is null ? default : Source.ReadUpdates();

    /// <summary>The write changes nothing.</summary>
    public static Effect Nothing(Outcome outcome) => new(outcome, EffectDigest.Nothing, null);

    /// <summary>The updates of the write take effect as they stand in it.</summary>
    public static Effect AsWritten(Write write) => new(Outcome.Applied, EffectDigest.AsWritten(write.UpdateCount), write);
}
