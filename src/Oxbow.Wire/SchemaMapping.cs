using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Oxbow.Core.Identity;
using Oxbow.Core.Vectors;

namespace Oxbow.Wire;

/// <summary>Turns the small schema messages into core values and back. Reading gives null for what cannot be.</summary>
internal static class SchemaMapping
{
    private const int DatabaseIdBytes = 16;

    public static Schema.Identity ToSchema(ReplicaIdentity identity) => new()
    {
        CreationHash = identity.CreationHash == WriteHash.None ? ByteString.Empty : ToSchema(identity.CreationHash),
        Database = ByteString.CopyFrom(identity.Database.Value.ToByteArray(bigEndian: true)),
        Replica = ByteString.CopyFrom(identity.Replica.Encoded),
        Quarantined = identity.IsQuarantined,
        ClockFloor = (ulong)identity.ClockFloor.Value,
    };

    public static ReplicaIdentity? ToCore(Schema.Identity? identity) =>
        identity is not null
        && identity.Database.Length == DatabaseIdBytes
        && ReplicaId.TryDecode(identity.Replica.Span, out ReplicaId replica)
        && identity.CreationHash.Length is 0 or WriteHash.Size
            ? new(new(new Guid(identity.Database.Span, bigEndian: true)), replica)
            {
                IsQuarantined = identity.Quarantined,
                CreationHash = identity.CreationHash.IsEmpty ? WriteHash.None : WriteHash.Read(identity.CreationHash.Span),
                ClockFloor = new((long)Math.Min(identity.ClockFloor, long.MaxValue)),
            }
            : null;

    private static ByteString ToSchema(WriteHash hash)
    {
        byte[] bytes = new byte[WriteHash.Size];
        hash.WriteTo(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    public static Schema.EpochStart ToSchema(EpochStart start) => new()
    {
        Number = (ulong)start.Epoch.Number,
        Founder = ByteString.CopyFrom(start.Epoch.Founder.Encoded),
        First = (ulong)start.First.Value,
    };

    /// <summary>The epochs, the one that a database begins with in front.</summary>
    public static IReadOnlyList<EpochStart>? ToCore(RepeatedField<Schema.EpochStart> starts)
    {
        List<EpochStart> read = [new(CommitEpoch.First, CommitNumber.None.Next)];
        foreach (Schema.EpochStart start in starts)
        {
            if (start.Number is 0 or > long.MaxValue || start.First is 0 or > long.MaxValue || !ReplicaId.TryDecode(start.Founder.Span, out ReplicaId founder))
            {
                return null;
            }

            read.Add(new(new((long)start.Number, founder), new((long)start.First)));
        }

        return read;
    }

    public static Schema.VectorEntry ToSchema(VectorEntry entry) => new()
    {
        Replica = ByteString.CopyFrom(entry.Replica.Encoded),
        Stamp = (ulong)entry.Stamp.Value,
    };

    public static VectorEntry? ToCore(Schema.VectorEntry? entry) =>
        entry is { Stamp: > 0 and <= long.MaxValue } && ReplicaId.TryDecode(entry.Replica.Span, out ReplicaId replica)
            ? new(replica, new((long)entry.Stamp))
            : null;

    public static void AddTo(RepeatedField<Schema.VectorEntry> target, VersionVector vector) =>
        target.AddRange(vector.Entries.Select(ToSchema));

    public static VersionVector? ToCore(RepeatedField<Schema.VectorEntry> entries)
    {
        ImmutableArray<VectorEntry>.Builder read = ImmutableArray.CreateBuilder<VectorEntry>(entries.Count);
        foreach (Schema.VectorEntry entry in entries)
        {
            if (ToCore(entry) is not { } value)
            {
                return null;
            }

            read.Add(value);
        }

        return VersionVector.TryFromSorted(read.MoveToImmutable(), out VersionVector vector) ? vector : null;
    }
}
