using Google.Protobuf;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Wire.Peers;

namespace Oxbow.Wire.Tests.Hostile;

/// <summary>Limits hold for a peer's writes as for a client's; what a newer version says is kept byte for byte.</summary>
public sealed class HostileWriteTests
{
    private const int Put = 1;

    public static TheoryData<string, byte[], byte[], byte[]> BadUpdates => new()
    {
        { "no collection", [], "k"u8.ToArray(), "1"u8.ToArray() },
        { "long collection", Filled(65), "k"u8.ToArray(), "1"u8.ToArray() },
        { "collection with a slash", "a/b"u8.ToArray(), "k"u8.ToArray(), "1"u8.ToArray() },
        { "collection not ASCII", "é"u8.ToArray(), "k"u8.ToArray(), "1"u8.ToArray() },
        { "no key", "c"u8.ToArray(), [], "1"u8.ToArray() },
        { "long key", "c"u8.ToArray(), Filled(1025), "1"u8.ToArray() },
        { "key cut in a character", "c"u8.ToArray(), [0xC3], "1"u8.ToArray() },
        { "key with a surrogate", "c"u8.ToArray(), [0xED, 0xA0, 0x80], "1"u8.ToArray() },
        { "no value", "c"u8.ToArray(), "k"u8.ToArray(), [] },
        { "blank value", "c"u8.ToArray(), "k"u8.ToArray(), "  "u8.ToArray() },
        { "two values", "c"u8.ToArray(), "k"u8.ToArray(), "1 2"u8.ToArray() },
        { "comment", "c"u8.ToArray(), "k"u8.ToArray(), "1 // one"u8.ToArray() },
        { "trailing comma", "c"u8.ToArray(), "k"u8.ToArray(), "[1,]"u8.ToArray() },
        { "half an object", "c"u8.ToArray(), "k"u8.ToArray(), """{"a":"""u8.ToArray() },
        { "not a number", "c"u8.ToArray(), "k"u8.ToArray(), "NaN"u8.ToArray() },
        { "byte order mark", "c"u8.ToArray(), "k"u8.ToArray(), [0xEF, 0xBB, 0xBF, (byte)'1'] },
        { "text not UTF-8", "c"u8.ToArray(), "k"u8.ToArray(), [(byte)'"', 0xFF, (byte)'"'] },
        { "name not UTF-8", "c"u8.ToArray(), "k"u8.ToArray(), [.. "{\""u8, 0xC3, .. "\":1}"u8] },
        { "nested too deep", "c"u8.ToArray(), "k"u8.ToArray(), Nested(100_000) },
        { "long value", "c"u8.ToArray(), "k"u8.ToArray(), [(byte)'"', .. Filled(WriteLimits.MaximumValueBytes - 1), (byte)'"'] },
    };

    [Fact]
    public void Spoiled_writes_are_refused_or_read_as_the_published_schema_reads_them()
    {
        int understood = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            foreach (byte[] spoiled in Mutations.Of(new Samples(seed).Write().Encoded.ToArray()))
            {
                if (WriteDecoder.TryDecode(spoiled, ReplicaId.Base, out Write? write) is not null)
                {
                    Assert.Null(write);
                    continue;
                }

                understood += write!.IsUnderstood ? 1 : 0;
                Assert.True(write.Encoded.Span.SequenceEqual(spoiled));
                Twin.AssertSame(write);
            }
        }

        Assert.True(understood > 1000);
    }

    [Theory]
    [MemberData(nameof(BadUpdates))]
    public void An_update_over_a_limit_is_refused(string name, byte[] collection, byte[] key, byte[] value)
    {
        Schema.Write write = Sound();
        write.Updates.Add(UpdateOf(collection, key, value));

        Assert.True(WriteDecoder.TryDecode(write.ToByteArray(), ReplicaId.Base, out Write? read) is { Length: > 0 }, name);
        Assert.Null(read);
    }

    [Fact]
    public void The_largest_that_clients_may_write_passes()
    {
        byte[] value = [(byte)'"', .. Filled(WriteLimits.MaximumValueBytes - 2), (byte)'"'];
        Update largest = Update.Put(Filled(64), Filled(1024), value);
        Update[] updates = [largest, largest, largest];
        Assert.Null(WriteValidation.FindFault(updates));
        AssertPasses(WriteEncoder.EncodeUpdates(new(Samples.IdOfDepth(64), new(99)), new(new(98), default), updates, new byte[WriteLimits.MaximumRequestKeyBytes]));

        Update[] many = [.. Enumerable.Repeat(Update.Put(Filled(64), Filled(900), "1"u8.ToArray()), WriteLimits.MaximumUpdates)];
        Assert.Null(WriteValidation.FindFault(many));
        AssertPasses(WriteEncoder.EncodeUpdates(new(Samples.IdOfDepth(64), new(99)), new(new(98), default), many, new byte[WriteLimits.MaximumRequestKeyBytes]));
    }

    [Fact]
    public void No_more_than_a_thousand_updates_pass()
    {
        Schema.Write write = Sound();
        write.Updates.Add(Enumerable.Repeat(write.Updates[0], WriteLimits.MaximumUpdates - 1));
        Assert.Null(WriteDecoder.TryDecode(write.ToByteArray(), ReplicaId.Base, out _));

        write.Updates.Add(write.Updates[0]);
        AssertRefused(write);
        write.Updates.Clear();
        AssertRefused(write);
    }

    [Fact]
    public void A_write_over_a_mebibyte_is_refused()
    {
        byte[] padding = new byte[WriteLimits.MaximumWriteBytes];
        byte[] large = [.. Sound().ToByteArray(), 0xC2, 0x3E, 0x80, 0x80, 0x40, .. padding];

        Assert.Contains("larger than", WriteDecoder.TryDecode(large, ReplicaId.Base, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void Stamps_and_origins_that_cannot_be_are_refused()
    {
        AssertRefused(new(Sound()) { Stamp = 0 });
        AssertRefused(new(Sound()) { Stamp = 1UL << 63 });
        AssertRefused(new(Sound()) { Previous = 1UL << 63 });
        AssertRefused(new(Sound()) { Previous = 50 });
        AssertRefused(new(Sound()) { Previous = 51 });
        AssertRefused(new(Sound()) { Previous = 1 });
        AssertRefused(new(Sound()) { PreviousHash = ByteString.Empty });
        AssertRefused(new(Sound()) { PreviousHash = ByteString.CopyFrom(new byte[15]) });
        AssertRefused(new(Sound()) { PreviousHash = ByteString.CopyFrom(new byte[17]) });
        AssertRefused(new(Sound()) { Kind = 0 });
        AssertRefused(new(Sound()) { Origin = ByteString.CopyFrom(new byte[8]) });
        AssertRefused(new(Sound()) { Origin = ByteString.CopyFrom(0x80, 0, 0, 0, 0, 0, 0, 0) });
        AssertRefused(new(Sound()) { Origin = ByteString.CopyFrom(0, 0, 1) });
        AssertRefused(new(Sound()) { Origin = ByteString.CopyFrom([.. Samples.IdOfDepth(64).Encoded, 0, 0, 0, 0, 0, 0, 0, 9]) });
        Schema.Write nobody = Sound();
        nobody.ClearOrigin();
        AssertRefused(nobody);
    }

    [Fact]
    public void The_deepest_replica_creates_no_other()
    {
        Schema.Write write = Membership(WriteKind.Creation, 64);
        AssertRefused(write);
        byte[] withNewerField = [.. write.ToByteArray(), 0xF8, 0x07, 1];
        Assert.NotNull(WriteDecoder.TryDecode(withNewerField, ReplicaId.Base, out _));
        Assert.Null(WriteDecoder.TryDecode(Membership(WriteKind.Creation, 63).ToByteArray(), ReplicaId.Base, out _));
    }

    [Fact]
    public void A_hand_off_needs_a_replica_and_the_base_is_one()
    {
        Schema.Write write = Membership(WriteKind.HandOff, 1);
        AssertRefused(write);
        AssertRefused(new(write) { Replica = ByteString.CopyFrom(1, 2, 3) });
        AssertRefused(new(write) { Replica = ByteString.Empty });
        AssertRefused(new(write) { After = 5 });
        Schema.Write toBase = new(write) { Replica = ByteString.Empty, After = 0 };
        Assert.Null(WriteDecoder.TryDecode(toBase.ToByteArray(), ReplicaId.Base, out Write? read));
        Assert.Equal(ReplicaId.Base, read!.HandOffTarget);
    }

    [Fact]
    public void A_take_over_needs_an_epoch_a_number_and_a_hash()
    {
        ByteString hash = ByteString.CopyFrom(new byte[TakeOverTerms.AfterHashBytes]);
        Schema.Write sound = new(Membership(WriteKind.TakeOver, 1)) { Epoch = 1, After = 0, AfterHash = hash };
        Assert.Null(WriteDecoder.TryDecode(sound.ToByteArray(), ReplicaId.Base, out Write? read));
        Assert.Equal((1L, 0L), (read!.TakeOver!.Value.Epoch.Number, read.TakeOver.Value.After.Value));
        AssertRefused(new(sound) { Epoch = 0 });
        AssertRefused(new(sound) { Epoch = ulong.MaxValue });
        AssertRefused(new(sound) { After = ulong.MaxValue });
        AssertRefused(new(sound) { AfterHash = ByteString.CopyFrom(new byte[15]) });
        AssertRefused(Membership(WriteKind.TakeOver, 1));
    }

    [Fact]
    public void Fields_out_of_order_or_twice_are_refused()
    {
        byte[] sound = Sound().ToByteArray();
        byte[] stamp = [0x11, 60, 0, 0, 0, 0, 0, 0, 0];

        Assert.NotNull(WriteDecoder.TryDecode((byte[])[.. stamp, .. sound], ReplicaId.Base, out _));
        Assert.NotNull(WriteDecoder.TryDecode((byte[])[.. sound, .. stamp], ReplicaId.Base, out _));
        Assert.NotNull(WriteDecoder.TryDecode((byte[])[.. sound, 0x48, 1, 0x48, 1], ReplicaId.Base, out _));
    }

    [Fact]
    public void An_update_with_a_field_twice_changes_nothing_because_readers_could_differ()
    {
        Schema.Update update = UpdateOf("c"u8.ToArray(), "k"u8.ToArray(), "1"u8.ToArray());
        foreach (byte[] more in (byte[][])[[0x12, 1, (byte)'q'], [0x1A, 1, (byte)'2'], [0x20, 0]])
        {
            byte[] twice = [.. update.ToByteArray(), .. more];
            AssertKeptButNotUnderstood([.. Header().ToByteArray(), 0x3A, (byte)twice.Length, .. twice]);
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(255)]
    [InlineData(int.MaxValue)]
    public void A_kind_of_a_newer_version_survives_byte_for_byte(int kind)
    {
        AssertKeptButNotUnderstood(new Schema.Write(Header()) { Kind = (uint)kind }.ToByteArray());
        AssertKeptButNotUnderstood(new Schema.Write(Sound()) { Kind = (uint)kind, Replica = ByteString.CopyFrom(1, 2, 3) }.ToByteArray());
        AssertKeptButNotUnderstood([.. new Schema.Write(Sound()) { Kind = (uint)kind }.ToByteArray(), 0x4A, 3, 1, 2, 3]);
    }

    [Theory]
    [InlineData(0, "4A0301 0203")]
    [InlineData(1, "F80701")]
    [InlineData(2, "FD0701020304")]
    [InlineData(3, "F9070102030405060708")]
    public void A_field_of_a_newer_version_survives_byte_for_byte(int round, string field)
    {
        byte[] added = Convert.FromHexString(field.Replace(" ", "", StringComparison.Ordinal));
        AssertKeptButNotUnderstood([.. Sound().ToByteArray(), .. added]);
        AssertKeptButNotUnderstood([.. Membership(WriteKind.Retirement, round).ToByteArray(), .. added]);
        AssertKeptButNotUnderstood([.. Membership(WriteKind.HandOff, round).ToByteArray(), .. added]);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(WriteLimits.MaximumRequestKeyBytes, true)]
    [InlineData(WriteLimits.MaximumRequestKeyBytes + 1, false)]
    public void A_request_key_has_one_byte_at_least_and_a_limit(int length, bool isSound)
    {
        byte[] bytes = [.. Sound().ToByteArray(), .. RequestKey(length)];
        Assert.Equal(isSound, WriteDecoder.TryDecode(bytes, ReplicaId.Base, out Write? write) is null);
        Assert.Equal((isSound, isSound ? length : 0), (write is { IsUnderstood: true, HasRequestKey: true }, write?.RequestKey.Length ?? 0));
    }

    [Fact]
    public void A_request_key_that_is_no_bytes_is_of_a_newer_version()
    {
        foreach (byte[] field in (byte[][])[[0x40, 1], [0x41, 1, 2, 3, 4, 5, 6, 7, 8], [0x45, 1, 2, 3, 4]])
        {
            AssertKeptButNotUnderstood([.. Sound().ToByteArray(), .. field]);
        }
    }

    /// <summary>Only an update has a request key; what field 8 is of another kind, only a newer version can know.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(WriteLimits.MaximumRequestKeyBytes + 1)]
    public void Field_8_of_another_kind_is_of_a_newer_version_and_no_request_key(int length)
    {
        byte[] field = RequestKey(length);
        foreach (byte[] bytes in (byte[][])
            [
                [.. new Schema.Write(Sound()) { Kind = 9 }.ToByteArray(), .. field],
                [.. Membership(WriteKind.Retirement, 1).ToByteArray(), .. field],
                [.. Membership(WriteKind.Creation, 1).ToByteArray(), .. field],
            ])
        {
            AssertKeptButNotUnderstood(bytes);
            Assert.Null(WriteDecoder.TryDecode(bytes, ReplicaId.Base, out Write? write));
            Assert.False(write!.HasRequestKey);
        }
    }

    [Fact]
    public void An_update_that_is_not_protobuf_is_refused()
    {
        foreach (byte[] update in (byte[][])[[0x0A], [0x0A, 5, 1], [0x2B], [0x00], [0x2A, 0xFF]])
        {
            byte[] bytes = [.. Header().ToByteArray(), 0x3A, (byte)update.Length, .. update];
            Assert.Contains("not protobuf", WriteDecoder.TryDecode(bytes, ReplicaId.Base, out _), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_schema_and_a_change_of_a_newer_version_survive_byte_for_byte()
    {
        AssertKeptButNotUnderstood(new Schema.Write(Sound()) { Schema = 2 }.ToByteArray());
        byte[] newChange = [0x0A, 1, (byte)'c', 0x12, 1, (byte)'k', 0x2A, 1, 1];
        AssertKeptButNotUnderstood([.. Header().ToByteArray(), 0x3A, (byte)newChange.Length, .. newChange]);
    }

    [Fact]
    public void Declared_lengths_and_deep_nesting_are_refused_without_taking_memory()
    {
        byte[] header = Header().ToByteArray();
        byte[] nested = new byte[500_000];
        Array.Fill(nested, (byte)0x7B);
        foreach (byte[] tail in (byte[][])[[0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0x42, 0xFF, 0xFF, 0xFF, 0x7F, 1], [0x7A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], nested])
        {
            byte[] bytes = [.. header, .. tail];
            Assert.NotNull(WriteDecoder.TryDecode(bytes, ReplicaId.Base, out _));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.NotNull(WriteDecoder.TryDecode(bytes, ReplicaId.Base, out _));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        }
    }

    private static byte[] RequestKey(int length) => [0x42, .. length < 128 ? (byte[])[(byte)length] : [(byte)(length | 128), (byte)(length >> 7)], .. Filled(length)];

    private static byte[] Filled(int count)
    {
        byte[] bytes = new byte[count];
        Array.Fill(bytes, (byte)'x');
        return bytes;
    }

    private static byte[] Nested(int depth) => [.. Enumerable.Repeat((byte)'[', depth), .. Enumerable.Repeat((byte)']', depth)];

    private static Schema.Update UpdateOf(byte[] collection, byte[] key, byte[] value) => new()
    {
        Collection = ByteString.CopyFrom(collection),
        Key = ByteString.CopyFrom(key),
        Put = ByteString.CopyFrom(value),
    };

    private static Schema.Write Header() => new()
    {
        Origin = ByteString.CopyFrom(Samples.IdOfDepth(2).Encoded),
        Stamp = 50,
        Previous = 49,
        PreviousHash = Samples.NoHash,
        Kind = Put,
        Schema = 1,
    };

    private static Schema.Write Sound() => new(Header()) { Updates = { UpdateOf("c"u8.ToArray(), "k"u8.ToArray(), "1"u8.ToArray()) } };

    private static Schema.Write Membership(WriteKind kind, int depth) => new()
    {
        Origin = ByteString.CopyFrom(Samples.IdOfDepth(depth).Encoded),
        Stamp = 99,
        Previous = 98,
        PreviousHash = Samples.NoHash,
        Kind = (uint)kind,
        Schema = 1,
    };

    private static void AssertRefused(Schema.Write write)
    {
        Assert.False(string.IsNullOrWhiteSpace(WriteDecoder.TryDecode(write.ToByteArray(), ReplicaId.Base, out Write? read)));
        Assert.Null(read);
    }

    private static void AssertPasses(Write write)
    {
        Assert.InRange(write.Encoded.Length, 1, WriteLimits.MaximumWriteBytes);
        Assert.Null(WriteDecoder.TryDecode(write.Encoded, ReplicaId.Base, out Write? read));
        Assert.True(read!.IsUnderstood);
    }

    private static void AssertKeptButNotUnderstood(byte[] bytes)
    {
        Assert.Null(WriteDecoder.TryDecode(bytes, ReplicaId.Base, out Write? write));
        Assert.False(write!.IsUnderstood);
        Assert.False(write.ReadUpdates().MoveNext());
        Assert.Null(write.HandOffTarget);

        ReadOnlyMemory<byte> frame = PeerCodec.Encode(new Batch(1, [LogRecord.Of(write, new(7))], EndsRun: true));
        Assert.Null(PeerCodec.TryDecode(frame, out PeerMessage? read));
        Assert.Equal(bytes, Assert.Single(((Batch)read!).Records).Write!.Encoded.ToArray());
    }
}
