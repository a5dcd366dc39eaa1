using System.Collections.Immutable;
using Oxbow.Core.Identity;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Tests.Laws;

/// <summary>Version vectors against dictionaries.</summary>
public sealed class VectorLawsTests
{
    [Fact]
    public void Vectors_compare_as_dictionaries_do() => Law.HoldsForSeeds(random =>
    {
        (Dictionary<ReplicaId, AcceptStamp> left, Dictionary<ReplicaId, AcceptStamp> right) = TwoModels(random);
        bool leftCovers = right.All(pair => left.GetValueOrDefault(pair.Key) >= pair.Value);
        bool rightCovers = left.All(pair => right.GetValueOrDefault(pair.Key) >= pair.Value);
        VectorOrder expected = (leftCovers, rightCovers) switch
        {
            (true, true) => VectorOrder.Equal,
            (true, false) => VectorOrder.After,
            (false, true) => VectorOrder.Before,
            (false, false) => VectorOrder.Concurrent,
        };
        Assert.Equal(expected, Draw.Vector(left).CompareWith(Draw.Vector(right)));
        Assert.Equal(expected == VectorOrder.Equal, Draw.Vector(left).Equals(Draw.Vector(right)));
    });

    [Fact]
    public void Merge_is_the_least_upper_bound() => Law.HoldsForSeeds(random =>
    {
        (Dictionary<ReplicaId, AcceptStamp> left, Dictionary<ReplicaId, AcceptStamp> right) = TwoModels(random);
        VersionVector merged = Draw.Vector(left).Merge(Draw.Vector(right));
        Dictionary<ReplicaId, AcceptStamp> expected = left.Concat(right).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Max(pair => pair.Value));
        Assert.Equal(Draw.Vector(expected), merged);
        Assert.Equal(merged, Draw.Vector(right).Merge(Draw.Vector(left)));
        Assert.Equal(merged, merged.Merge(Draw.Vector(left)));
    });

    [Fact]
    public void An_entry_is_found_and_raised_and_never_lowered() => Law.HoldsForSeeds(random =>
    {
        ReplicaId[] ids = Draw.Ids(random, 10);
        Dictionary<ReplicaId, AcceptStamp> model = Draw.Entries(random, ids);
        (ReplicaId id, AcceptStamp stamp) = (ids[random.Next(ids.Length)], Draw.SmallStamp(random));
        VersionVector raised = Draw.Vector(model).With(id, stamp);
        model[id] = stamp > model.GetValueOrDefault(id) ? stamp : model[id];
        Assert.Equal(Draw.Vector(model), raised);
        Assert.All(ids, each => Assert.Equal(model.GetValueOrDefault(each), raised[each]));
    });

    [Fact]
    public void Entries_from_outside_have_to_be_sorted_and_given() => Law.HoldsForSeeds(random =>
    {
        VectorEntry[] entries = [.. Draw.Entries(random, Draw.Ids(random, 6)).Select(pair => new VectorEntry(pair.Key, pair.Value))];
        bool isSorted = entries.Zip(entries.Skip(1)).All(pair => pair.First.Replica < pair.Second.Replica);
        Assert.Equal(isSorted, VersionVector.TryFromSorted([.. entries], out _));
        ImmutableArray<VectorEntry> sorted = [.. entries.OrderBy(entry => entry.Replica)];
        Assert.False(VersionVector.TryFromSorted([.. sorted, new(sorted.IsEmpty ? ReplicaId.Base : sorted[^1].Replica.Child(new(9)), AcceptStamp.None)], out _));
        Assert.False(!sorted.IsEmpty && VersionVector.TryFromSorted([.. sorted, sorted[^1]], out _));
    });

    [Fact]
    public void A_dense_vector_is_the_same_vector() => Law.HoldsForSeeds(random =>
    {
        VersionVector vector = Draw.Vector(Draw.Entries(random, Draw.Ids(random, 10)));
        Assert.Equal(vector, DenseVector.From(vector, new()).ToVersionVector());
    });

    /// <summary>
    /// I18d: an absent entry means "retired, everything" when the creation is covered and "never heard of" otherwise.
    /// The model holds sets of writes: each replica's own, of which some are creations, and one may be its retirement.
    /// </summary>
    [Fact]
    public void A_completed_vector_covers_exactly_what_is_held() => Law.HoldsForSeeds(random =>
    {
        MembershipModel model = new(random);
        DenseVector dense = DenseVector.From(model.Vector(), new());
        foreach (WriteId write in model.All)
        {
            Assert.True(dense.Covers(write.Origin, write.Stamp) == model.Held.Contains(write), $"{write} with {model.Vector()}");
            Assert.Equal(dense.Covers(write.Origin, write.Stamp), model.Vector().Completed(write.Origin) >= write.Stamp);
        }
    });

    [Fact]
    public void Merging_completed_vectors_covers_what_either_covers_and_nothing_else() => Law.HoldsForSeeds(random =>
    {
        MembershipModel left = new(random);
        MembershipModel right = left.Other(random);
        VersionVector merged = left.Vector().MergeCompleted(right.Vector());
        Assert.All(left.All, write => Assert.Equal(left.Held.Contains(write) || right.Held.Contains(write), merged.Completed(write.Origin) >= write.Stamp));
    });

    private static (Dictionary<ReplicaId, AcceptStamp> Left, Dictionary<ReplicaId, AcceptStamp> Right) TwoModels(Random random)
    {
        ReplicaId[] ids = Draw.Ids(random, 1 + random.Next(8));
        return (Draw.Entries(random, ids), Draw.Entries(random, ids));
    }
}
