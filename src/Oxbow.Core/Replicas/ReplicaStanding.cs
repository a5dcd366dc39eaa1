using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Messages;

namespace Oxbow.Core.Replicas;

/// <summary>Under which id a replica stands, and whether it takes writes. Nothing but these verbs moves it.</summary>
/// <remarks>
/// <code>
/// active -- BeginRetirement --> retiring -- CompleteRetirement --> retired
///   |                              |
///   +--------- Quarantine ---------+--> quarantined -- Assume --> active, under a new id
/// </code>
/// Whatever else a peer may say or do is no reason to move: callers ask first, and a move not drawn here is a bug.
/// </remarks>
internal sealed class ReplicaStanding
{
    public ReplicaStanding(ReplicaIdentity identity)
    {
        Invariant.Holds(identity.Replica != ReplicaId.Nobody, "no replica is nobody");
        Identity = identity;
        Current = identity.IsQuarantined ? Standing.Quarantined : Standing.Active;
    }

    public ReplicaIdentity Identity { get; private set; }

    public Standing Current { get; private set; }

    public bool IsActive => Current == Standing.Active;

    public bool IsQuarantined => Current == Standing.Quarantined;

    public bool HasRetired => Current == Standing.Retired;

    /// <summary>
    /// True while there is an id to lose: one that has retired has none any more, and one in quarantine has lost it.
    /// </summary>
    public bool HasIdentityToLose => Current is Standing.Active or Standing.Retiring;

    /// <summary>The id was found in use elsewhere.</summary>
    public void Quarantine()
    {
        Invariant.Holds(HasIdentityToLose, "only a replica with an id goes into quarantine");
        Current = Standing.Quarantined;
        Identity = Identity with { IsQuarantined = true };
    }

    /// <summary>A new id stands in place of the one that was lost.</summary>
    public void Assume(ReplicaIdentity identity)
    {
        Invariant.Holds(IsQuarantined, "only a replica in quarantine takes another id");
        Invariant.Holds(identity.Database == Identity.Database, "a replica stays in its database");
        Invariant.Holds(identity.Replica != ReplicaId.Nobody, "no replica is nobody");
        Invariant.Holds(identity.Replica != Identity.Replica, "the new id is another one");
        Invariant.Holds(!identity.IsQuarantined, "the new id is not lost already");
        Identity = identity;
        Current = Standing.Active;
    }

    /// <summary>The others are told who this replica is.</summary>
    public void Announce(ReplicaDescription description)
    {
        Invariant.Holds(IsActive, "only an active replica announces itself");
        Identity = Identity with { Announced = description };
    }

    /// <summary>The retirement was accepted, now or before a restart.</summary>
    public void BeginRetirement()
    {
        Invariant.Holds(IsActive, "only an active replica begins to retire");
        Current = Standing.Retiring;
    }

    /// <summary>A peer holds everything. Another link may have found it out before.</summary>
    public void CompleteRetirement()
    {
        Invariant.Holds(Current is Standing.Retiring or Standing.Retired, "only a retiring replica retires");
        Current = Standing.Retired;
    }

    /// <summary>Why this replica takes no writes, or null when it does.</summary>
    public Rejection? RefusalOfWrites() => Current switch
    {
        Standing.Active => null,
        Standing.Quarantined => new(RejectionCode.Quarantined,
            "This replica found its id in use elsewhere and waits for a new one: write to another replica."),
        _ => new(RejectionCode.Retired, "This replica is retiring: write to another replica."),
    };
}
