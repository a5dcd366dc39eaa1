using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Testing.Model;

namespace Oxbow.Testing.Nodes;

/// <summary>One end of a link: what is on its way to it, and what the checkers note about it.</summary>
internal sealed class LinkEnd(LinkId id, LinkPurpose purpose, SimulatedProcess process, bool isDialer)
{
    public LinkId Id { get; } = id;

    public LinkPurpose Purpose { get; } = purpose;

    public SimulatedProcess Process { get; } = process;

    public bool IsDialer { get; } = isDialer;

    /// <summary>What the replica held when the link was opened, kept up to date.</summary>
    public ReplicaModel Model { get; } = process.Model;

    /// <summary>The replica still has the disk that it had when the link was opened.</summary>
    public bool HasItsMemory => ReferenceEquals(Model, Process.Model) && !Model.HasLostMemory;

    /// <summary>What a program does with the answer; null for a replica.</summary>
    public Action<PeerMessage>? Hears { get; set; }

    /// <summary>At this end is a program that asks for an id, or a stranger, and not a replica.</summary>
    public bool IsProgram => Hears is not null;

    public LinkEnd Other { get; private set; } = null!;

    /// <summary>Frames on their way to this end; an empty one opens the link, null ends it.</summary>
    public LinkedList<byte[]?> Incoming { get; } = new();

    /// <summary>The step at which this direction moves again.</summary>
    public long StalledUntil { get; set; }

    /// <summary>This end has said its last word.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Nobody listens here any more.</summary>
    public bool IsDead { get; set; }

    /// <summary>What the replica held when it greeted, at least.</summary>
    public Holdings? HeldAtHello { get; set; }

    /// <summary>What the replica said that it holds when it greeted, of what it held.</summary>
    public Holdings? ClaimedAtHello { get; set; }

    /// <summary>The last commit that the replica had when it greeted, and has had ever since.</summary>
    public Commit? CommittedAtHello { get; set; }

    /// <summary>The largest stamp that was not too far ahead of the replica's clock when it greeted.</summary>
    public AcceptStamp BoundAtHello { get; set; }

    /// <summary>The other end has greeted as a replica of another database or of a release too far away.</summary>
    public bool IsWithStranger { get; set; }

    /// <summary>The epoch in which this end was the primary when it greeted; null when it was not.</summary>
    public CommitEpoch? PrimaryInEpoch { get; set; }

    /// <summary>Writes sent over this end, each at most once.</summary>
    public HashSet<KnownWrite> Sent { get; } = [];

    /// <summary>Writes that came in over this end.</summary>
    public HashSet<WriteId> Heard { get; } = [];

    /// <summary>The largest epoch of a batch that came in over this end.</summary>
    public CommitEpoch EpochHeard { get; private set; } = CommitEpoch.First;

    public long BatchesSent { get; set; }

    public long BatchesAcknowledged { get; set; }

    public bool IsRunEnded { get; set; }

    public static (LinkEnd Dialer, LinkEnd Listener) Connect(
        LinkId id, LinkPurpose purpose, SimulatedProcess dialer, SimulatedProcess listener)
    {
        LinkEnd from = new(id, purpose, dialer, isDialer: true);
        LinkEnd to = new(id, purpose, listener, isDialer: false) { Other = from };
        from.Other = to;
        return (from, to);
    }

    /// <summary>A message has come in over this end.</summary>
    public void Hear(PeerMessage message) =>
        EpochHeard = message is Batch batch && batch.Epoch > EpochHeard ? batch.Epoch : EpochHeard;
}
