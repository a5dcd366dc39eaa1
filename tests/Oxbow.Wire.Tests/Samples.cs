using System.Globalization;
using System.Text;
using Google.Protobuf;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Wire.Tests;

/// <summary>Valid values of every kind, the same for the same seed.</summary>
internal sealed class Samples(int seed)
{
    private readonly Random random = new(seed);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static ReplicaId IdOfDepth(int depth)
    {
        ReplicaId id = ReplicaId.Base;
        for (int stamp = 1; stamp <= depth; stamp++)
        {
            id = id.Child(new(stamp));
        }

        return id;
    }

    public int Below(int limit) => random.Next(limit);

    /// <summary>What the first write of the base replica has for the hash of the one before it.</summary>
    public static ByteString NoHash { get; } = ByteString.CopyFrom(new byte[WriteHash.Size]);

    public byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A stamp of any length in bits.</summary>
    public AcceptStamp Stamp() => new(random.NextInt64(1, long.MaxValue >> random.Next(0, 62)));

    public ReplicaId Id()
    {
        ReplicaId id = ReplicaId.Base;
        for (int depth = random.Next(0, 4); depth > 0; depth--)
        {
            id = id.Child(Stamp());
        }

        return id;
    }

    public ReplicaIdentity Identity() => new(new(new Guid(Bytes(16))), Id());

    public VersionVector Vector(int entries) => VersionVector.From(
        Enumerable.Range(0, entries).Select(_ => Id()).Distinct().Select(id => new VectorEntry(id, Stamp())));

    public CommitNumber CommitNumber() => new(random.NextInt64(1, long.MaxValue >> random.Next(0, 62)));

    public Write Write()
    {
        ReplicaId origin = Id();
        Predecessor previous = new(new(origin.Created.Value + random.Next(0, 2)), WriteHash.Read(Bytes(WriteHash.Size)));
        WriteId id = new(origin, new(previous.Stamp.Value + 1 + random.Next()));
        return random.Next(10) switch
        {
            0 => WriteEncoder.EncodeMembership(id, previous, WriteKind.Creation),
            3 => WriteEncoder.EncodeDescription(id, previous, WriteKind.Creation, Description()),
            4 => WriteEncoder.EncodeDescription(id, previous, WriteKind.Announcement, Description()),
            1 => WriteEncoder.EncodeMembership(id, previous, WriteKind.Retirement),
            2 => WriteEncoder.EncodeHandOff(id, previous, Id(), CommitNumber()),
            6 => WriteEncoder.EncodeEviction(id, previous, Id()),
            5 => WriteEncoder.EncodeTakeOver(id, previous, new(new(random.Next(1, 99), origin), CommitNumber(), Bytes(TakeOverTerms.AfterHashBytes))),
            _ => WriteEncoder.EncodeUpdates(id, previous, [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Update())], random.Next(2) == 0 ? [] : Bytes(random.Next(1, WriteLimits.MaximumRequestKeyBytes + 1))),
        };
    }

    public ReplicaDescription Description() =>
        new(random.Next(3) == 0 ? "" : "nœud-" + random.Next(100), Bytes(random.Next(0, 40)), random.Next(1, 300));

    public Update Update()
    {
        byte[] collection = Utf8("collection-" + random.Next(1000).ToString(CultureInfo.InvariantCulture));
        byte[] key = Utf8(string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => "aé水\U0001F600".EnumerateRunes().ElementAt(random.Next(4)))));
        return random.Next(4) == 0
            ? Core.Writes.Update.Delete(collection, key)
            : Core.Writes.Update.Put(collection, key, Utf8($$"""{"value":"{{new string('v', random.Next(300))}}"}"""));
    }

    public LogRecord Record() => random.Next(4) switch
    {
        0 => LogRecord.Notice(new(Id(), Stamp()), CommitNumber()) with
        {
            NoticedHash = random.Next(2) == 0 ? WriteHash.None : WriteHash.Read(Bytes(WriteHash.Size)),
        },
        1 => LogRecord.Of(Write(), CommitNumber()),
        _ => LogRecord.Of(Write(), Core.Identity.CommitNumber.None),
    };

    public LogRecord[] Records(int count) => [.. Enumerable.Range(0, count).Select(_ => Record())];

    public Batch Batch() => new(random.NextInt64(1, long.MaxValue >> random.Next(0, 62)), Records(random.Next(0, 6)), random.Next(2) == 0)
    {
        Epoch = random.Next(2) == 0 ? CommitEpoch.First : new(random.Next(1, 999), Id()),
        Follows = random.Next(2) == 0 ? null : Prefix(),
    };

    private CommittedPrefix Prefix() => new(
        random.Next(3) == 0 ? Core.Identity.CommitNumber.None : CommitNumber(), ChainHash.Read(Bytes(ChainHash.Size)));

    public Hello Hello() => new(
        Identity(),
        Vector(random.Next(0, 6)),
        random.Next(3) == 0 ? Core.Identity.CommitNumber.None : CommitNumber(),
        ChainHash.Read(Bytes(ChainHash.Size)))
    {
        LogDigest = random.Next(3) == 0 ? null : LogDigest.Read(Bytes(LogDigest.Size)),
    };

    public Refusal Refusal() => new(new((RejectionCode)random.Next(Enum.GetValues<RejectionCode>().Length), "détail " + random.Next()));

    public Mail Mail() => new(Write(), Vector(random.Next(0, 6)));

    /// <summary>One message of each kind.</summary>
    public PeerMessage[] Messages() =>
    [
        Hello(),
        Batch(),
        new Acknowledgement(random.NextInt64(1, long.MaxValue)),
        new JoinRequest(),
        new JoinReply(Identity()),
        Refusal(),
        Mail(),
    ];
}
