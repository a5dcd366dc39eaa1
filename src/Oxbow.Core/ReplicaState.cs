using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Membership;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;

namespace Oxbow.Core;

/// <summary>What the parts of a replica share.</summary>
internal sealed class ReplicaState(ReplicaIdentity identity, ReplicaOptions options)
{
    public ReplicaOptions Options { get; } = options;

    public ReplicaIdentity Identity { get; private set; } = identity;

    public Standing Standing { get; set; }

    public HybridClock Clock { get; } = new(options.MaximumClockAhead);

    public History History { get; } = new();

    public WriteLog Log => History.Log;

    public EffectsBuilder Effects { get; } = new();

    /// <summary>True while somebody wants this replica's fresh writes as direct mail.</summary>
    public bool KeepsMail { get; set; }

    /// <summary>Writes accepted since direct mail was last sent.</summary>
    public List<Mail> Mail { get; } = [];

    /// <summary>Number of writes held back.</summary>
    public int HeldBackCount { get; set; }

    /// <summary>
    /// True for a primary whose journal was cut at its end, until a peer has greeted it: had it forgotten commits, that
    /// peer may be the one to know of them.
    /// </summary>
    public bool CommitsSuspended { get; set; }

    public bool IsPrimary => History.Authority.Primary == Identity.Replica;

    /// <summary>
    /// From now on this replica accepts under the given id. Its vector gets an entry for it with its first
    /// write or with its creation, whichever comes first: an entry without either could not be passed on.
    /// </summary>
    public void Assume(ReplicaIdentity identity)
    {
        Invariant.Holds(identity.Replica != ReplicaId.Nobody, "no replica is nobody");
        Identity = identity;
        Standing = identity.IsQuarantined ? Standing.Quarantined : Standing.Active;
        Clock.See(identity.Replica.Created);
        Clock.See(identity.ClockFloor);
    }

    /// <summary>Stops accepting until a new id is granted; a restart does not forget it.</summary>
    public void Quarantine()
    {
        Standing = Standing.Quarantined;
        Identity = Identity with { IsQuarantined = true };
        Effects.PersistIdentity(Identity);
    }

    /// <summary>Why this replica takes no writes, or null when it does.</summary>
    public Rejection? RefusalOfWrites() => Standing switch
    {
        Standing.Active => null,
        Standing.Quarantined => new(RejectionCode.Quarantined, "This replica found its id in use elsewhere and waits for a new one: write to another replica."),
        _ => new(RejectionCode.Retired, "This replica is retiring: write to another replica."),
    };

    /// <summary>Accepts a write about replicas: stamps it, gives it its place, commits it when this is the primary.</summary>
    public LogEntry Accept(Func<WriteId, AcceptStamp, Write> encode)
    {
        WriteId id = new(Identity.Replica, Clock.Give());
        return TakeIn(encode(id, Log.PreviousOf(id.Origin)));
    }

    /// <summary>Accepts a write of updates, which have passed validation.</summary>
    public LogEntry Accept(IReadOnlyList<Update> updates, ReadOnlySpan<byte> requestKey)
    {
        WriteId id = new(Identity.Replica, Clock.Give());
        return TakeIn(WriteEncoder.EncodeUpdates(id, Log.PreviousOf(id.Origin), updates, requestKey));
    }

    /// <summary>
    /// Commits what is tentative if this is the primary; what changed goes to the journal, commits first. A primary that is
    /// quarantined, or awaits a peer, gives no numbers: others may know these for writes that it has forgotten.
    /// </summary>
    public void Integrate(IReadOnlyList<LogEntry> commits, IReadOnlyList<LogEntry> incoming)
    {
        History.Integrate(commits, incoming);
        PersistAll(commits);
        if (Standing != Standing.Quarantined && !CommitsSuspended)
        {
            PersistAll(History.CommitAs(Identity.Replica));
        }

        foreach (LogEntry entry in incoming)
        {
            if (!entry.IsPersisted)
            {
                Effects.Persist(entry);
            }
        }
    }

    /// <summary>A peer has said what it knows, and it knows no more of this replica than the replica itself.</summary>
    public void HearPeer()
    {
        if (CommitsSuspended)
        {
            CommitsSuspended = false;
            Integrate([], []);
        }
    }

    /// <summary>True when another replica of the database lives, as far as this one knows.</summary>
    public bool KnowsOthers() => Log.Known.ToVersionVector().Entries.Any(entry => entry.Replica != Identity.Replica && entry.Stamp != AcceptStamp.Maximum);

    private LogEntry TakeIn(Write write)
    {
        if (KeepsMail)
        {
            Mail.Add(new(write, Log.Known.ToVersionVector()));
        }

        LogEntry entry = Log.Add(write);
        Integrate([], [entry]);
        return entry;
    }

    private void PersistAll(IReadOnlyList<LogEntry> commits)
    {
        for (int index = 0; index < commits.Count; index++)
        {
            Effects.Persist(commits[index]);
        }
    }
}
