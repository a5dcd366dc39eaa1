using System.Collections.Immutable;
using Oxbow.Core.Identity;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Log;

/// <summary>
/// How a write came to a replica that did not accept it itself. It is for people who ask; nothing rests on it, and
/// it is forgotten when the replica ends. One is shared by all writes that came together.
/// </summary>
/// <param name="From">The replica that sent it; the write's origin when it came directly.</param>
/// <param name="ByMail">True when it came by direct mail, false when an exchange or a live link brought it.</param>
public sealed record Arrival(ReplicaId From, bool ByMail)
{
    /// <summary>How long it was held back before it could be taken in.</summary>
    public TimeSpan HeldBack { get; init; }

    /// <summary>What it was held back for; empty when it was taken in at once.</summary>
    public ImmutableArray<VectorEntry> HeldBackFor { get; init; } = [];
}
