using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Laws;

/// <summary>The encoding of writes reads back; whatever else comes is refused or is a write that makes sense.</summary>
public sealed class WriteCodecLawsTests
{
    /// <summary>The largest stamp of all stands for "everything" and is refused in a write.</summary>
    private static readonly AcceptStamp LargestGiven = new(long.MaxValue - 1);

    [Fact]
    public void Updates_read_back() => Law.HoldsForSeeds(random =>
    {
        Update[] updates = Draw.Updates(random);
        byte[] requestKey = Draw.RequestKey(random);
        Write write = Encode(random, updates, requestKey);
        Assert.Null(WriteDecoder.TryDecode(write.Encoded, ReplicaId.Base, out Write? read));
        Assert.Equal((write.Id, write.Previous, WriteKind.Update, true), (read!.Id, read.Previous, read.Kind, read.IsUnderstood));
        Assert.Equal(updates.Select(Describe), Read(read));
        Assert.Equal((requestKey.Length > 0, Convert.ToHexString(requestKey)), (read.HasRequestKey, Convert.ToHexString(read.RequestKey.Span)));
    });

    [Theory]
    [InlineData(WriteKind.Creation)]
    [InlineData(WriteKind.Retirement)]
    [InlineData(WriteKind.HandOff)]
    public void Membership_writes_read_back(WriteKind kind) => Law.HoldsForSeeds(random =>
    {
        ReplicaId[] ids = Draw.Ids(random, 4);
        ReplicaId? target = kind == WriteKind.HandOff ? ids[1] : null;
        (WriteId id, Predecessor previous) = (new(ids[0], LargestGiven), new(ids[0].Created, default));
        Write write = target is null ? WriteEncoder.EncodeMembership(id, previous, kind) : WriteEncoder.EncodeHandOff(id, previous, target, new(7));
        Assert.Null(WriteDecoder.TryDecode(write.Encoded, ids[^1], out Write? read));
        Assert.Equal((write.Id, write.Previous, kind, true, target), (read!.Id, read.Previous, read.Kind, read.IsUnderstood, read.HandOffTarget));
        Assert.Empty(Read(read));
    });

    [Fact]
    public void Every_truncation_is_refused_or_makes_sense() => Law.HoldsForSeeds(random =>
    {
        Write write = Encode(random, Draw.Updates(random), Draw.RequestKey(random));
        for (int length = 0; length < write.Encoded.Length; length++)
        {
            CheckMakesSense(write.Encoded[..length]);
        }
    });

    [Fact]
    public void Every_flipped_byte_is_refused_or_makes_sense() => Law.HoldsForSeeds(random =>
    {
        Write write = Encode(random, Draw.Updates(random), Draw.RequestKey(random));
        for (int position = 0; position < write.Encoded.Length; position++)
        {
            byte[] flipped = write.Encoded.ToArray();
            flipped[position] ^= (byte)(1 + random.Next(255));
            CheckMakesSense(flipped);
        }
    });

    [Fact]
    public void Any_bytes_are_refused_or_make_sense() => Law.HoldsForSeeds(random =>
    {
        byte[] bytes = new byte[random.Next(80)];
        random.NextBytes(bytes);
        CheckMakesSense(bytes);
    });

    [Fact]
    public void Too_large_a_write_is_refused() =>
        Assert.NotNull(WriteDecoder.TryDecode(new byte[WriteLimits.MaximumWriteBytes + 1], ReplicaId.Base, out _));

    [Fact]
    public void The_largest_write_that_passes_validation_reads_back()
    {
        ReplicaId deep = Enumerable.Range(1, ReplicaId.MaximumDepth).Aggregate(ReplicaId.Base, (parent, stamp) => parent.Child(new(stamp)));
        byte[] value = new byte[WriteLimits.MaximumValueBytes];
        value.AsSpan().Fill((byte)'1');
        Update[] updates = [.. Enumerable.Range(0, 4).Select(index => Update.Put(
            "c"u8.ToArray(), new[] { (byte)('a' + index) }, value.AsMemory(0, value.Length - 600)))];
        Assert.Null(WriteValidation.FindFault(updates));
        Write write = WriteEncoder.EncodeUpdates(
            new(deep, LargestGiven),
            new(deep.Created, default),
            updates,
            new byte[WriteLimits.MaximumRequestKeyBytes],
            original: new(new(deep, LargestGiven), new(1, 2)));
        Assert.Null(WriteDecoder.TryDecode(write.Encoded, ReplicaId.Base, out Write? read));
        Assert.True(read!.IsUnderstood);
    }

    [Theory]
    [InlineData("c", "", "1")]
    [InlineData("", "k", "1")]
    [InlineData("c d", "k", "1")]
    [InlineData("c", "k", "")]
    [InlineData("c", "k", "1 2")]
    [InlineData("c", "k", "{")]
    [InlineData("c", "k", "{\"a\":1,}")]
    [InlineData("c", "k", "// no\n1")]
    public void Updates_that_are_not_valid_are_refused_by_validation_and_by_reading(string collection, string key, string value)
    {
        Update update = Update.Put(Bytes(collection), Bytes(key), Bytes(value));
        Assert.NotNull(WriteValidation.FindFault([update]));
        Write write = WriteEncoder.EncodeUpdates(new(ReplicaId.Base, new(1)), default, [update], []);
        Assert.NotNull(WriteDecoder.TryDecode(write.Encoded, ReplicaId.Base, out _));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        byte[] wrong = [0xC3, 0x28];
        Assert.NotNull(WriteValidation.FindFault(Update.Put("c"u8.ToArray(), wrong, "1"u8.ToArray())));
        Assert.NotNull(WriteValidation.FindFault(Update.Put("c"u8.ToArray(), "k"u8.ToArray(), new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' })));
    }

    /// <summary>
    /// A write that is read holds what a write has to hold, and its bytes are the ones that were read.
    /// </summary>
    private static void CheckMakesSense(ReadOnlyMemory<byte> encoded)
    {
        string? fault = WriteDecoder.TryDecode(encoded, ReplicaId.Base, out Write? write);
        Assert.Equal(fault is null, write is not null);
        if (write is null)
        {
            return;
        }

        Assert.True(write.Encoded.Span.SequenceEqual(encoded.Span));
        Assert.True(write.Id.Stamp > write.Previous && write.Previous >= write.Id.Origin.Created);
        Assert.True(write.Kind > WriteKind.None);
        Assert.True(!write.IsUnderstood || write.Kind <= WriteKind.LevelRaise);
        foreach (Update update in write.ReadUpdates())
        {
            Assert.Null(WriteValidation.FindFault(update));
        }

        Assert.Equal(write.Kind == WriteKind.HandOff && write.IsUnderstood, write.HandOffTarget is not null);
        Assert.Equal(write.Kind == WriteKind.Eviction && write.IsUnderstood, write.Evicted is not null);
        Assert.InRange(write.RequestKey.Length, write.HasRequestKey ? 1 : 0, write.HasRequestKey ? WriteLimits.MaximumRequestKeyBytes : 0);
    }

    private static Write Encode(Random random, Update[] updates, byte[] requestKey)
    {
        ReplicaId origin = Draw.Ids(random, 5)[0];
        AcceptStamp previous = origin.Created.Value > long.MaxValue - 10 ? origin.Created : new(origin.Created.Value + random.Next(5));
        return WriteEncoder.EncodeUpdates(new(origin, previous.Next), new(previous, new((ulong)random.NextInt64(), (ulong)random.NextInt64())), updates, requestKey);
    }

    private static List<string> Read(Write write)
    {
        List<string> updates = [];
        foreach (Update update in write.ReadUpdates())
        {
            updates.Add(Describe(update));
        }

        return updates;
    }

    private static string Describe(Update update) =>
        $"{update.Kind} {Convert.ToHexString(update.Collection.Span)} {Convert.ToHexString(update.Key.Span)} {Convert.ToHexString(update.Value.Span)}";

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
