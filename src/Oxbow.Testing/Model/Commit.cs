using System.Collections.Immutable;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Writes;
using Oxbow.Testing.Reference;

namespace Oxbow.Testing.Model;

/// <summary>
/// One commit number given to one write. Within an epoch commits form a line; only a replica that lost its memory can
/// make it branch. A take-over begins a branch of its own.
/// </summary>
internal sealed class Commit
{
    private readonly Remembering remembering;
    private Commit? keyedBefore;
    private Commit? remadeBefore;

    /// <summary>Take-overs that are committed before writes that their replicas accepted earlier.</summary>
    private IReadOnlyList<KnownWrite> ahead = [];

    private Commit(Commit? before, KnownWrite? write, Remembering remembering)
    {
        Before = before;
        Write = write;
        this.remembering = remembering;
    }

    public Commit? Before { get; }

    /// <summary>Null for the root only.</summary>
    public KnownWrite? Write { get; }

    public CommitNumber Number { get; private init; }

    /// <summary>Chained hash, computed by the simulator on its own.</summary>
    public ChainHash Hash { get; private init; }

    public Outcome Outcome { get; private init; }

    /// <summary>The largest stamp committed up to here.</summary>
    public AcceptStamp Horizon { get; private init; }

    /// <summary>Who gives the next number.</summary>
    public ReplicaId Primary { get; private init; } = ReplicaId.Base;

    /// <summary>The stamp of the write that made it the one who does.</summary>
    public AcceptStamp PrimarySince { get; private init; }

    /// <summary>The epochs up to here, the oldest first.</summary>
    public IReadOnlyList<EpochStart> Epochs { get; private init; } = [new(CommitEpoch.First, CommitNumber.None.Next)];

    public CommitEpoch Epoch => Epochs[^1].Epoch;

    /// <summary>The replicas that were evicted up to here, each with the last stamp of it that counts.</summary>
    public ImmutableDictionary<ReplicaId, AcceptStamp> Evicted { get; private init; } = ImmutableDictionary<ReplicaId, AcceptStamp>.Empty;

    /// <summary>The format level, after this commit.</summary>
    public LevelLaw Law { get; private init; } = new();

    /// <summary>The writes of each line committed up to here without a gap.</summary>
    public Holdings Committed { get; private init; } = new();

    public List<Commit> Next { get; } = [];

    /// <summary>The format level does not allow its write at this place.</summary>
    public bool SaysNothing => Write is { } write && write.Write.Schema > Before!.Law.Level;

    public static Commit Root(TimeSpan requestWindow) => new(null, null, new(requestWindow));

    public Commit? Find(KnownWrite write)
    {
        foreach (Commit next in Next)
        {
            if (ReferenceEquals(next.Write, write))
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>True when a write is committed up to here.</summary>
    public bool Has(KnownWrite write) => Committed.Holds(write) || ahead.Contains(write);

    /// <summary>The epoch of the next commit, if that is of this write.</summary>
    public CommitEpoch EpochAfter(Write write) => BeginsEpoch(write) ? write.TakeOver!.Value.Epoch : Epoch;

    /// <summary>True when the write begins an epoch as the next commit.</summary>
    public bool BeginsEpoch(Write write) => ChainLaw.BeginsEpoch(write, Number, Epoch, () => Hash);

    /// <summary>True when this commit is known by all who know the other one, which is it or comes after it.</summary>
    public bool IsBeforeOrAt(Commit other)
    {
        Commit? earlier = other;
        while (earlier is not null && earlier.Number > Number)
        {
            earlier = earlier.Before;
        }

        return ReferenceEquals(earlier, this);
    }

    /// <summary>
    /// The last commit that is known both by those who know this one and by those who know another one.
    /// </summary>
    public Commit KeptIn(Commit other)
    {
        (Commit kept, Commit line) = (this, other);
        while (!ReferenceEquals(kept, line))
        {
            (kept, line) = kept.Number > line.Number ? (kept.Before!, line) : (kept, line.Before!);
        }

        return kept;
    }

    /// <summary>
    /// True when whoever has the other one does not go back to this one: it is of a larger epoch, or has a larger
    /// number.
    /// </summary>
    public bool IsBehind(Commit other) => Epoch != other.Epoch ? Epoch < other.Epoch : Number < other.Number;

    public Commit Add(KnownWrite write)
    {
        bool counts = write.Write.Schema <= Law.Level;
        ReplicaId? target = counts ? write.Write.HandOffTarget : null;
        (LevelLaw law, bool isRightful) = counts && write.Write.IsUnderstood
            ? Law.After(write.Write, Primary)
            : (Law, true);
        bool beginsEpoch = BeginsEpoch(write.Write);
        bool isConflict = !isRightful
            || (write.Write.TakeOver is not null && !beginsEpoch)
            || (target is not null
                && (write.Id.Origin != Primary
                    || Number != write.Write.HandOffAfter
                    || write.Id.Stamp <= PrimarySince));
        Outcome outcome = !counts ? Outcome.NotUnderstood
            : HasCommittedKeyOf(write) || HasCommittedRootOf(write) ? Outcome.Repeated
            : !write.Write.IsUnderstood ? Outcome.NotUnderstood
            : isConflict ? Outcome.Conflicted
            : Outcome.Applied;
        (Holdings committed, IReadOnlyList<KnownWrite> stillAhead) = CommittedWith(write);
        Commit next = new(this, write, remembering)
        {
            Horizon = write.Id.Stamp > Horizon ? write.Id.Stamp : Horizon,
            Number = Number.Next,
            Outcome = outcome,
            Hash = ChainLaw.Extend(Hash, write.Write, outcome),
            Law = law,
            Evicted = outcome == Outcome.Applied && write.Write.Evicted is { } evicted
                ? Evicted.Add(evicted, LastOf(evicted))
                : Evicted,
            Epochs = beginsEpoch ? [.. Epochs, new(write.Write.TakeOver!.Value.Epoch, Number.Next)] : Epochs,
            PrimarySince = beginsEpoch || (target is not null && !isConflict) ? write.Id.Stamp : PrimarySince,
            Primary = beginsEpoch ? write.Id.Origin : target is not null && !isConflict ? target : Primary,
            Committed = committed,
            ahead = stillAhead,
            keyedBefore = Write is { Write.HasRequestKey: true } ? this : keyedBefore,
            remadeBefore = Write?.Write.Original is not null ? this : remadeBefore,
        };
        Next.Add(next);
        write.Commits.Add(next);
        return next;
    }

    /// <summary>True when a write stands behind the eviction of its origin, if that is known up to here.</summary>
    public bool IsTooLate(WriteId write) =>
        Evicted.TryGetValue(write.Origin, out AcceptStamp last) && write.Stamp > last;

    /// <summary>The largest stamp of a replica that is committed up to here.</summary>
    private AcceptStamp LastOf(ReplicaId replica)
    {
        AcceptStamp last = AcceptStamp.None;
        for (Commit? commit = this; commit is { Write: not null }; commit = commit.Before)
        {
            last = commit.Write.Id.Origin == replica && commit.Write.Id.Stamp > last ? commit.Write.Id.Stamp : last;
        }

        return last;
    }

    private (Holdings Committed, IReadOnlyList<KnownWrite> Ahead) CommittedWith(KnownWrite write)
    {
        Holdings committed = Committed.Copy();
        if (write.Write.TakeOver is not null && committed[write.Line] < write.Ordinal)
        {
            return (committed, [.. ahead, write]);
        }

        committed[write.Line] = write.Ordinal + 1;
        List<KnownWrite> left = [.. ahead];
        while (left.Find(earlier => earlier.Ordinal == committed[earlier.Line]) is { } next)
        {
            committed[next.Line] = next.Ordinal + 1;
            left.Remove(next);
        }

        return (committed, left);
    }

    private bool HasCommittedKeyOf(KnownWrite write)
    {
        for (Commit? earlier = this; earlier is not null && write.Write.HasRequestKey; earlier = earlier.keyedBefore)
        {
            if (earlier is { Outcome: not Outcome.Repeated, Before.Law.Level: var level }
                && earlier.Write is { Write.HasRequestKey: true } other
                && other.Write.Schema <= level
                && other.Write.RequestKey.Span.SequenceEqual(write.Write.RequestKey.Span)
                && remembering.Covers(other.Id.Stamp, write.Id.Stamp, Horizon))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// True when the write was made again from one that is committed and remembered, or another one made from the same,
    /// or from it, is committed; one above the format level at its place does not count.
    /// </summary>
    private bool HasCommittedRootOf(KnownWrite write)
    {
        for (Commit? earlier = this; earlier is not null; earlier = earlier.remadeBefore)
        {
            if (earlier.Write is { Write.Original: not null } other && other.Root == write.Root && !earlier.SaysNothing)
            {
                return true;
            }
        }

        return write.Original is { } original
            && Has(original)
            && original.Commits.Exists(commit => !commit.SaysNothing && commit.IsBeforeOrAt(this))
            && remembering.Covers(original.Id.Stamp, write.Id.Stamp, Horizon);
    }

    public override string ToString() => $"commit number {Number} for {Write}";
}
