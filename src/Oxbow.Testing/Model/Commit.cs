using System.Buffers.Binary;
using System.Security.Cryptography;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;

namespace Oxbow.Testing.Model;

/// <summary>
/// One commit number given to one write. Commits form a line; only a replica that lost its memory can make it
/// branch.
/// </summary>
internal sealed class Commit
{
    private Commit? keyedBefore;

    private Commit(Commit? before, KnownWrite? write)
    {
        Before = before;
        Write = write;
    }

    public Commit? Before { get; }

    /// <summary>Null for the root only.</summary>
    public KnownWrite? Write { get; }

    public CommitNumber Number { get; private init; }

    /// <summary>Chained hash, computed by the simulator on its own.</summary>
    public ChainHash Hash { get; private init; }

    public Outcome Outcome { get; private init; }

    /// <summary>Who gives the next number.</summary>
    public ReplicaId Primary { get; private init; } = ReplicaId.Base;

    /// <summary>The writes of each line committed up to here.</summary>
    public Holdings Committed { get; private init; } = new();

    public List<Commit> Next { get; } = [];

    public static Commit Root() => new(null, null);

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
        ReplicaId? target = write.Write.HandOffTarget;
        bool isConflict = target is not null && write.Id.Origin != Primary;
        Outcome outcome = HasCommittedKeyOf(write) ? Outcome.Repeated
            : !write.Write.IsUnderstood ? Outcome.NotUnderstood
            : isConflict ? Outcome.Conflicted
            : Outcome.Applied;
        Holdings committed = Committed.Copy();
        committed[write.Line] = write.Ordinal + 1;
        Commit next = new(this, write)
        {
            Number = Number.Next,
            Outcome = outcome,
            Hash = Extend(Hash, write.Write.Encoded.Span, outcome),
            Primary = target is not null && !isConflict ? target : Primary,
            Committed = committed,
            keyedBefore = Write is { Write.HasRequestKey: true } ? this : keyedBefore,
        };
        Next.Add(next);
        write.Commits.Add(next);
        return next;
    }

    /// <summary>Not the product's own: both would leave out the same thing.</summary>
    private static ChainHash Extend(ChainHash before, ReadOnlySpan<byte> write, Outcome outcome)
    {
        byte[] input = new byte[ChainHash.Size + write.Length + 1];
        BinaryPrimitives.WriteUInt64BigEndian(input, before.High);
        BinaryPrimitives.WriteUInt64BigEndian(input.AsSpan(sizeof(ulong)), before.Low);
        write.CopyTo(input.AsSpan(ChainHash.Size));
        input[^1] = (byte)outcome;
        return ChainHash.Read(SHA256.HashData(input));
    }

    private bool HasCommittedKeyOf(KnownWrite write)
    {
        for (Commit? earlier = this; earlier is not null && write.Write.HasRequestKey; earlier = earlier.keyedBefore)
        {
            if (earlier.Write is { Write.HasRequestKey: true } other && other.Write.RequestKey.Span.SequenceEqual(write.Write.RequestKey.Span))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"commit number {Number} for {Write}";
}
