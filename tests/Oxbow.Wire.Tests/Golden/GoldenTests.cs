using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;
using Oxbow.Wire.Journals;
using Oxbow.Wire.Peers;
using Oxbow.Wire.Sessions;

namespace Oxbow.Wire.Tests.Golden;

/// <summary>
/// Bytes that stand on disks and travel between versions, kept in files: the format cannot change unnoticed.
/// A change that is meant is made with the environment variable OXBOW_REWRITE_GOLDEN=1, and read in the difference.
/// </summary>
public sealed class GoldenTests
{
    private const string Switch = "OXBOW_REWRITE_GOLDEN";
    private const int DigitsInLine = 64;

    private static readonly ReplicaIdentity Identity =
        new(new(new Guid("00112233-4455-6677-8899-aabbccddeeff")), ReplicaId.Base.Child(new(0x0190_0000_0001_0000)).Child(new(0x0190_0000_0002_0000)))
        {
            CreationHash = new(0x3132333435363738, 0x393A3B3C3D3E3F40),
        };

    private static readonly EpochStart Epoch = new(new(2, Identity.Replica), new(301));

    private static readonly AcceptStamp Stamp = new(0x0190_0000_0003_0001);

    private static readonly Write Updates = WriteEncoder.EncodeUpdates(
        new(Identity.Replica, Stamp),
        new(Identity.Replica.Created, new(0x2122232425262728, 0x292A2B2C2D2E2F30)),
        [Update.Put("rooms"u8.ToArray(), "a 水"u8.ToArray(), """{"seats":4}"""u8.ToArray()), Update.Delete("rooms"u8.ToArray(), "b"u8.ToArray())],
        []);

    private static readonly Write WithRequestKey = WriteEncoder.EncodeUpdates(
        new(ReplicaId.Base, Stamp),
        default,
        [Update.Put("rooms"u8.ToArray(), "c"u8.ToArray(), "null"u8.ToArray())],
        "0f5a-retry"u8);

    private static readonly Write Creation =
        WriteEncoder.EncodeMembership(new(ReplicaId.Base, new(0x0190_0000_0001_0000)), default, WriteKind.Creation);

    private static readonly Write HandOff =
        WriteEncoder.EncodeHandOff(new(ReplicaId.Base, Stamp.Next), new(new(0x0190_0000_0001_0000), Creation.Hash), Identity.Replica, new(300));

    private static readonly Write Announcement = WriteEncoder.EncodeDescription(
        new(Identity.Replica, Stamp.Next),
        new(Stamp, Updates.Hash),
        WriteKind.Announcement,
        new("oslo", new byte[] { 1, 2, 3 }, 1));

    private static readonly Write TakeOver = WriteEncoder.EncodeTakeOver(
        new(Identity.Replica, Stamp.Next),
        new(Stamp, Updates.Hash),
        new(Epoch.Epoch, new(300), Enumerable.Range(1, TakeOverTerms.AfterHashBytes).Select(index => (byte)index).ToArray()));

    private static readonly LogDigest Digest = new(new UInt128(0x1112131415161718, 0x191A1B1C1D1E1F20));

    private static readonly LogRecord[] Records =
        [LogRecord.Of(Creation, new(1)), LogRecord.Of(Updates, CommitNumber.None), LogRecord.Notice(Updates.Id, new(300))];

    private static readonly VersionVector Vector = VersionVector.From([new(ReplicaId.Base, Stamp.Next), new(Identity.Replica, Stamp)]);

    public static TheoryData<string, byte[]> Corpus => new()
    {
        { "write-update", Updates.Encoded.ToArray() },
        { "write-request-key", WithRequestKey.Encoded.ToArray() },
        { "write-creation", Creation.Encoded.ToArray() },
        { "write-hand-off", HandOff.Encoded.ToArray() },
        { "write-eviction", WriteEncoder.EncodeEviction(new(ReplicaId.Base, Stamp.Next), new(new(0x0190_0000_0001_0000), Creation.Hash), Identity.Replica).Encoded.ToArray() },
        { "write-announcement", Announcement.Encoded.ToArray() },
        { "write-take-over", TakeOver.Encoded.ToArray() },
        { "batch-epoch", PeerCodec.Encode(new Batch(7, Records, EndsRun: true) { Epoch = Epoch.Epoch }).ToArray() },
        { "hello-epochs", PeerCodec.Encode(new Hello(Identity, Vector, new(300), default) { Epochs = [new(CommitEpoch.First, new(1)), Epoch] }).ToArray() },
        { "write-level-raise", WriteEncoder.EncodeLevelRaise(new(ReplicaId.Base, Stamp.Next), new(new(0x0190_0000_0001_0000), Creation.Hash), 2).Encoded.ToArray() },
        { "batch", PeerCodec.Encode(new Batch(7, Records, EndsRun: true)).ToArray() },
        { "hello", PeerCodec.Encode(new Hello(Identity, Vector, new(300), new(0x0102030405060708, 0x090A0B0C0D0E0F10))).ToArray() },
        { "hello-log-digest", PeerCodec.Encode(new Hello(Identity, Vector, new(300), new(0x0102030405060708, 0x090A0B0C0D0E0F10)) { LogDigest = Digest }).ToArray() },
        { "hello-below-level", PeerCodec.Encode(new Hello(Identity, Vector, new(300), new(0x0102030405060708, 0x090A0B0C0D0E0F10)) { ExecutedNumber = new(200), SupportedLevel = 2 }).ToArray() },
        { "join-request", PeerCodec.Encode(new JoinRequest { Description = new("oslo", new byte[] { 1, 2 }, 2) }).ToArray() },
        { "mail", PeerCodec.Encode(new Mail(WithRequestKey, Vector)).ToArray() },
        { "acknowledgement", PeerCodec.Encode(new Acknowledgement(7)).ToArray() },
        { "join-reply", PeerCodec.Encode(new JoinReply(Identity)).ToArray() },
        { "refusal", PeerCodec.Encode(new Refusal(new(RejectionCode.OtherDatabase, "why"))).ToArray() },
        { "block", Block() },
        { "token-session", Base64Url.DecodeFromChars(SessionTokenCodec.Encode(Identity.Database, WholeSession)) },
        { "token-key", Base64Url.DecodeFromChars(SessionTokenCodec.Encode(Identity.Database, PerKey)) },
    };

    private static SessionState WholeSession => new() { ReadVector = Vector, WriteVector = VersionVector.From([new(Identity.Replica, Stamp.Next)]), CommittedRead = new(300) };

    private static SessionState PerKey => new()
    {
        Guarantees = Guarantees.MonotonicReads,
        Scope = SessionScope.Key,
        ReadVector = VersionVector.From([new(ReplicaId.Base, AcceptStamp.Maximum)]),
        KeysRead = SessionState.New.KeysRead.Add(new("rooms", "a 水"), Updates.Id),
        KeysWritten = SessionState.New.KeysWritten.Add(new("rooms", "b"), Updates.Id),
    };

    [Theory]
    [MemberData(nameof(Corpus))]
    public void The_bytes_are_those_of_the_file(string name, byte[] bytes)
    {
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllLines(Path.Combine(SourceFolder(), name + ".hex"), Convert.ToHexString(bytes).Chunk(DigitsInLine).Select(line => new string(line)));
            Assert.Fail($"{name}.hex was rewritten because {Switch} is set. Read the difference, then run without it.");
        }

        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(Read(name)));
    }

    [Fact]
    public void The_files_read_as_what_was_written()
    {
        Assert.Null(WriteDecoder.TryDecode(Read("write-update"), ReplicaId.Base, out Write? write));
        Assert.Equal(Meaning.Of(Updates), Meaning.Of(write!));
        Assert.Null(WriteDecoder.TryDecode(Read("write-hand-off"), ReplicaId.Base, out write));
        Assert.Equal(Identity.Replica, write!.HandOffTarget);
        Assert.Null(WriteDecoder.TryDecode(Read("write-eviction"), ReplicaId.Base, out write));
        Assert.Equal((Identity.Replica, null), (write!.Evicted, write.HandOffTarget));
        Assert.Null(WriteDecoder.TryDecode(Read("write-request-key"), ReplicaId.Base, out write));
        Assert.Equal(Meaning.Of(WithRequestKey), Meaning.Of(write!));
        Assert.Null(PeerCodec.TryDecode(Read("mail"), out PeerMessage? message));
        Assert.Equal(Meaning.Of(new Mail(WithRequestKey, Vector)), Meaning.Of(message));
        Assert.Null(PeerCodec.TryDecode(Read("hello"), out message));
        Assert.Null(Assert.IsType<Hello>(message).LogDigest);
        Assert.Null(PeerCodec.TryDecode(Read("hello-log-digest"), out message));
        Assert.Equal(Digest, Assert.IsType<Hello>(message).LogDigest);
        Assert.Null(PeerCodec.TryDecode(Read("hello-epochs"), out message));
        Assert.Equal([new(CommitEpoch.First, new(1)), Epoch], Assert.IsType<Hello>(message).Epochs);
        Assert.Null(PeerCodec.TryDecode(Read("batch-epoch"), out message));
        Assert.Equal(Epoch.Epoch, Assert.IsType<Batch>(message).Epoch);
        Assert.Null(PeerCodec.TryDecode(Read("batch"), out message));
        Assert.Equal(Meaning.Of(new Batch(7, Records, EndsRun: true)), Meaning.Of(message));
        List<LogRecord> records = [];
        Assert.Null(BlockCodec.TryDecode(Read("block"), out ReplicaIdentity? identity, records));
        Assert.Equal(Identity, identity);
        Assert.Equal(Meaning.Of(Records), Meaning.Of(records));
        Assert.Equal(Meaning.Of(WholeSession), Meaning.Of(ReadToken("token-session")));
        Assert.Equal(Meaning.Of(PerKey), Meaning.Of(ReadToken("token-key")));
    }

    private static byte[] Block()
    {
        ArrayBufferWriter<byte> block = new();
        BlockCodec.Encode(Identity, Records, 0, int.MaxValue, block);
        return block.WrittenSpan.ToArray();
    }

    private static SessionState? ReadToken(string name) => SessionTokenCodec.TryDecode(Identity.Database, Base64Url.EncodeToString(Read(name)));

    private static byte[] Read(string name) =>
        Convert.FromHexString(string.Concat(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", name + ".hex"))));

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
