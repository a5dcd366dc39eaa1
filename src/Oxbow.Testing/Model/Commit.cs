using System.Buffers.Binary;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Writes;
using Oxbow.Testing.Reference;

namespace Oxbow.Testing.Model;

/// <summary>
/// One commit number given to one write. Commits form a line; only a replica that lost its memory can make it
/// branch.
/// </summary>
internal sealed class Commit
{
    private readonly Remembering remembering;
    private Commit? keyedBefore;

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

    /// <summary>The format level, after this commit.</summary>
    public LevelLaw Law { get; private init; } = new();

    /// <summary>The writes of each line committed up to here.</summary>
    public Holdings Committed { get; private init; } = new();

    public List<Commit> Next { get; } = [];

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

    public Commit Add(KnownWrite write)
    {
        bool counts = write.Write.Schema <= Law.Level;
        ReplicaId? target = counts ? write.Write.HandOffTarget : null;
        (LevelLaw law, bool isRightful) = counts && write.Write.IsUnderstood ? Law.After(write.Write, Primary) : (Law, true);
        bool isConflict = !isRightful
            || (target is not null && (write.Id.Origin != Primary || Number != write.Write.HandOffAfter));
        Outcome outcome = !counts ? Outcome.NotUnderstood
            : HasCommittedKeyOf(write) ? Outcome.Repeated
            : !write.Write.IsUnderstood ? Outcome.NotUnderstood
            : isConflict ? Outcome.Conflicted
            : Outcome.Applied;
        Holdings committed = Committed.Copy();
        committed[write.Line] = write.Ordinal + 1;
        Commit next = new(this, write, remembering)
        {
            Horizon = write.Id.Stamp > Horizon ? write.Id.Stamp : Horizon,
            Number = Number.Next,
            Outcome = outcome,
            Hash = Extend(Hash, write.Write, outcome),
            Law = law,
            Primary = target is not null && !isConflict ? target : Primary,
            Committed = committed,
            keyedBefore = Write is { Write.HasRequestKey: true } ? this : keyedBefore,
        };
        Next.Add(next);
        write.Commits.Add(next);
        return next;
    }

    /// <summary>Not the product's own, but for the hash function: both would leave out the same thing.</summary>
    private static ChainHash Extend(ChainHash before, Write write, Outcome outcome)
    {
        int updates = 0;
        foreach (Update _ in outcome == Outcome.Applied ? write.ReadUpdates() : default)
        {
            updates++;
        }

        WriteHash hash = WriteHash.Of(write.Encoded.Span);
        Span<byte> input = stackalloc byte[49];
        BinaryPrimitives.WriteUInt64BigEndian(input, before.High);
        BinaryPrimitives.WriteUInt64BigEndian(input[8..], before.Low);
        BinaryPrimitives.WriteUInt64BigEndian(input[16..], hash.High);
        BinaryPrimitives.WriteUInt64BigEndian(input[24..], hash.Low);
        BinaryPrimitives.WriteUInt64BigEndian(input[32..], 0);
        BinaryPrimitives.WriteUInt64BigEndian(input[40..], (ulong)updates);
        input[48] = (byte)outcome;
        WriteHash next = WriteHash.Of(input);
        return new(next.High, next.Low);
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

    public override string ToString() => $"commit number {Number} for {Write}";
}
