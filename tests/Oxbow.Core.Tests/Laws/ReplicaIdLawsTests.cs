using Oxbow.Core.Identity;

namespace Oxbow.Core.Tests.Laws;

/// <summary>Replica ids: one total order, one encoding, one text.</summary>
public sealed class ReplicaIdLawsTests
{
    [Fact]
    public void The_order_is_total_and_agrees_with_equality() => Law.HoldsForSeeds(random =>
    {
        ReplicaId[] ids = Draw.Ids(random, 12);
        foreach (ReplicaId left in ids)
        {
            foreach (ReplicaId right in ids)
            {
                Assert.Equal(left.CompareTo(right) == 0, left == right);
                Assert.Equal(Math.Sign(left.CompareTo(right)), -Math.Sign(right.CompareTo(left)));
                Assert.True(left != right || left.GetHashCode() == right.GetHashCode());
            }
        }

        ReplicaId[] sorted = [.. ids.Order()];
        for (int low = 0; low < sorted.Length; low++)
        {
            for (int high = low + 1; high < sorted.Length; high++)
            {
                Assert.True(sorted[low] < sorted[high]);
            }
        }
    });

    [Fact]
    public void Bytes_and_text_read_back() => Law.HoldsForSeeds(random =>
    {
        foreach (ReplicaId id in Draw.Ids(random, 12))
        {
            Assert.True(ReplicaId.TryDecode(id.Encoded, out ReplicaId decoded));
            Assert.Equal(id, decoded);
            Assert.True(ReplicaId.TryParse(id.ToString(), out ReplicaId parsed));
            Assert.Equal(id, parsed);
            Assert.True(id.IsBase || id.Creator().Child(id.Created) == id);
        }
    });

    [Fact]
    public void Any_bytes_are_refused_or_are_the_encoding_of_an_id() => Law.HoldsForSeeds(random =>
    {
        byte[] bytes = new byte[random.Next(10) == 0 ? random.Next(600) : 8 * random.Next(4)];
        random.NextBytes(bytes);
        if (ReplicaId.TryDecode(bytes, out ReplicaId id))
        {
            Assert.Equal(bytes, id.Encoded.ToArray());
        }
        else
        {
            Assert.True(id.IsBase);
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("base.1")]
    [InlineData("1.")]
    [InlineData("1..2")]
    [InlineData("BASE")]
    [InlineData("1.0")]
    public void Text_that_is_no_id_is_refused(string text) => Assert.False(ReplicaId.TryParse(text, out _));

    [Fact]
    public void Ids_are_at_most_64_creations_deep()
    {
        ReplicaId id = Enumerable.Range(1, ReplicaId.MaximumDepth).Aggregate(ReplicaId.Base, (parent, stamp) => parent.Child(new(stamp)));
        Assert.True(ReplicaId.TryDecode(id.Encoded, out _));
        Assert.Throws<InvalidOperationException>(() => id.Child(new(65)));
        Assert.False(ReplicaId.TryDecode([.. id.Encoded, 0, 0, 0, 0, 0, 0, 0, 65], out _));
        Assert.False(ReplicaId.TryParse($"{id}.41", out _));
    }

    [Fact]
    public void Write_ids_are_ordered_by_stamp_then_replica_and_read_back_from_text() => Law.HoldsForSeeds(random =>
    {
        ReplicaId[] ids = Draw.Ids(random, 5);
        WriteId left = new(ids[random.Next(ids.Length)], Draw.SmallStamp(random));
        WriteId right = new(ids[random.Next(ids.Length)], Draw.SmallStamp(random));
        int expected = left.Stamp != right.Stamp ? left.Stamp.CompareTo(right.Stamp) : left.Origin.CompareTo(right.Origin);
        Assert.Equal(Math.Sign(expected), Math.Sign(left.CompareTo(right)));
        Assert.True(WriteId.TryParse(left.ToString(), out WriteId read));
        Assert.Equal(left, read);
    });
}
