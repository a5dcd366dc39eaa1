using System.Runtime.InteropServices;
using Oxbow.Core.Identity;
using static Oxbow.Core.Writes.WriteFormat;

namespace Oxbow.Core.Writes;

/// <summary>
/// The fields of a write while it is being read. What is broken is refused; what this version does not know makes the
/// write one that is not understood.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct WriteHeaderReader(ReplicaId known)
{
    private ReplicaId? origin;
    private long stamp;
    private long previous;
    private WriteHash? previousHash;
    private int kind;
    private int schema;
    private int updates;
    private int raisedLevel;
    private bool hasReplica;
    private bool hasDescription;
    private bool hasRequestKey;
    private bool hasEpoch;
    private bool hasAfter;
    private bool hasAfterHash;
    private bool hasUnknownField;
    private bool hasOriginal;

    private readonly bool IsKnownKind => (WriteKind)kind is > WriteKind.None and <= WriteKind.LevelRaise;

    /// <summary>True for a write of a newer version: what it may hold, and how much, is not known here.</summary>
    private readonly bool IsNewer => schema > Schema;

    /// <summary>Reads the field that the reader stands at; gives what is wrong with it, or null.</summary>
    public string? Read(ref ProtoReader reader, ReadOnlyMemory<byte> encoded)
    {
        switch (reader.Field, reader.WireType)
        {
            case (OriginField, ProtoReader.LengthDelimited):
                return ReadOrigin(reader.ReadBytes());
            case (StampField, ProtoReader.Fixed64):
                stamp = reader.ReadFixed64();
                return null;
            case (PreviousField, ProtoReader.Fixed64):
                previous = reader.ReadFixed64();
                return null;
            case (PreviousHashField, ProtoReader.LengthDelimited):
                return ReadPreviousHash(reader.ReadBytes());
            case (KindField, ProtoReader.Varint):
                kind = reader.ReadInt32();
                return null;
            case (SchemaField, ProtoReader.Varint):
                schema = reader.ReadInt32();
                return null;
            case (UpdatesField, ProtoReader.LengthDelimited):
                updates++;
                ReadOnlyMemory<byte> update = encoded[reader.ReadRange()];
                return IsOfKind(WriteKind.Update) ? ReadUpdateFault(update) : null;
            case (RequestKeyField, ProtoReader.LengthDelimited):
                hasRequestKey = IsOfKind(WriteKind.Update);
                return ReadRequestKeyFault(reader.ReadBytes().Length);
            case (ReplicaField, ProtoReader.LengthDelimited):
                hasUnknownField |= (WriteKind)kind is not (WriteKind.HandOff or WriteKind.Eviction);
                hasReplica = ReplicaId.TryDecode(reader.ReadBytes(), out _);
                return null;
            case (DescriptionField, ProtoReader.LengthDelimited):
                hasDescription = DescriptionReader.Read(encoded[reader.ReadRange()]) is not null;
                hasUnknownField |= !hasDescription || (WriteKind)kind is not (WriteKind.Creation or WriteKind.Announcement);
                return null;
            case (EpochField, ProtoReader.Varint):
                hasEpoch = IsOfKind(WriteKind.TakeOver) & reader.ReadVarint() is > 0 and <= MaximumEpoch;
                return null;
            case (AfterField, ProtoReader.Varint):
                hasUnknownField |= (WriteKind)kind is not (WriteKind.HandOff or WriteKind.TakeOver);
                hasAfter = reader.ReadVarint() < long.MaxValue;
                return null;
            case (AfterHashField, ProtoReader.LengthDelimited):
                hasAfterHash = IsOfKind(WriteKind.TakeOver) & reader.ReadBytes().Length == TakeOverTerms.AfterHashBytes;
                return null;
            case (FormatLevelField, ProtoReader.Varint):
                raisedLevel = reader.ReadInt32();
                IsOfKind(WriteKind.LevelRaise);
                return null;
            case (OriginalField, ProtoReader.LengthDelimited):
                hasOriginal = OriginalEncoder.Read(reader.ReadBytes()) is not null;
                hasUnknownField |= !hasOriginal || !IsOfKind(WriteKind.Update);
                return null;
            default:
                hasUnknownField = true;
                reader.Skip();
                return null;
        }
    }

    /// <summary>Makes the write of what was read; gives what is wrong with it, or null.</summary>
    public readonly string? Finish(ReadOnlyMemory<byte> encoded, out Write? write)
    {
        write = null;
        if (origin is null || previousHash is null || stamp == 0 || kind == 0 || previous >= stamp || previous < origin.Created.Value)
        {
            return "A write lacks its origin, stamp, kind or the hash of the one before it, or its stamps run backwards.";
        }

        if (stamp == AcceptStamp.Maximum.Value)
        {
            return "A write bears the largest stamp, which no replica gives.";
        }

        bool complete = (WriteKind)kind switch
        {
            WriteKind.Update => updates is > 0 and <= WriteLimits.MaximumUpdates,
            WriteKind.Creation => origin.Depth < ReplicaId.MaximumDepth,
            WriteKind.HandOff => hasReplica && hasAfter,
            WriteKind.Announcement => hasDescription,
            WriteKind.Eviction => hasReplica,
            WriteKind.TakeOver => hasEpoch && hasAfter && hasAfterHash,
            WriteKind.LevelRaise => raisedLevel > 1,
            _ => true,
        };
        if (!complete && ((!hasUnknownField && !IsNewer) || kind == (int)WriteKind.Creation))
        {
            return $"A write of kind {(WriteKind)kind} lacks its content or has too much of it.";
        }

        bool isUnderstood = complete && !hasUnknownField && IsKnownKind;
        Predecessor before = new(new(previous), previousHash.Value);
        write = new(new(origin, new(stamp)), before, (WriteKind)kind, schema, isUnderstood, encoded)
        {
            HasRequestKey = hasRequestKey,
            UpdateCount = isUnderstood ? updates : 0,
            HasOriginal = isUnderstood && hasOriginal,
        };
        return null;
    }

    /// <summary>
    /// Says whether the write is of the kind that a field belongs to; a field elsewhere is one that is not known.
    /// </summary>
    private bool IsOfKind(WriteKind expected)
    {
        bool isExpected = kind == (int)expected;
        hasUnknownField |= !isExpected;
        return isExpected;
    }

    private string? ReadOrigin(ReadOnlySpan<byte> path)
    {
        if (path.SequenceEqual(known.Encoded))
        {
            origin = known;
            return null;
        }

        bool decoded = ReplicaId.TryDecode(path, out ReplicaId id);
        origin = id;
        return decoded ? null : "The origin of a write is not a replica id.";
    }

    private string? ReadPreviousHash(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != WriteHash.Size)
        {
            return $"The hash of the write before has {hash.Length} bytes, not {WriteHash.Size}.";
        }

        previousHash = WriteHash.Read(hash);
        return null;
    }

    private string? ReadRequestKeyFault(int bytes)
    {
        if (bytes is > 0 and <= WriteLimits.MaximumRequestKeyBytes || !hasRequestKey)
        {
            return null;
        }

        hasUnknownField |= IsNewer;
        hasRequestKey &= !IsNewer;
        return IsNewer ? null : "The idempotency key of a write is empty or too long.";
    }

    /// <summary>
    /// An update that is protobuf but not one of this version makes the write one that is not understood.
    /// </summary>
    private string? ReadUpdateFault(ReadOnlyMemory<byte> encoded)
    {
        Update update = WriteDecoder.ReadUpdate(encoded);
        if (update.Kind == default)
        {
            hasUnknownField = true;
            return ProtoReader.IsSound(encoded.Span) ? null : "An update of a write ends early or is not protobuf.";
        }

        string? fault = WriteValidation.FindFault(update);
        hasUnknownField |= fault is not null;
        return IsNewer ? null : fault;
    }
}
