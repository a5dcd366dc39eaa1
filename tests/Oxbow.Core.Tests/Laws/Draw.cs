using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Sizes;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Laws;

/// <summary>Values for laws, drawn from a random source.</summary>
internal static class Draw
{
    public static AcceptStamp Stamp(Random random) => new(1 + random.NextInt64(long.MaxValue - 1));

    /// <summary>Few different stamps, so that equal ones meet.</summary>
    public static AcceptStamp SmallStamp(Random random) => new(1 + random.Next(6));

    /// <summary>
    /// Ids of mixed depth, in random order. Creation stamps span all bytes, so the order of the ids says nothing about
    /// the order of their hash codes, nor about the order in which they become known.
    /// </summary>
    public static ReplicaId[] Ids(Random random, int count)
    {
        List<ReplicaId> ids = [ReplicaId.Base];
        while (ids.Count < count)
        {
            ids.Add(ids[random.Next(ids.Count)].Child(random.Next(2) == 0 ? Stamp(random) : SmallStamp(random)));
        }

        ReplicaId[] shuffled = [.. ids.Distinct()];
        random.Shuffle(shuffled);
        return shuffled;
    }

    public static Dictionary<ReplicaId, AcceptStamp> Entries(Random random, IEnumerable<ReplicaId> ids) =>
        ids.Where(_ => random.Next(3) > 0).ToDictionary(id => id, _ => SmallStamp(random));

    public static VersionVector Vector(Dictionary<ReplicaId, AcceptStamp> entries) =>
        VersionVector.From(entries.Select(pair => new VectorEntry(pair.Key, pair.Value)));

    /// <summary>Mostly a tiny size, so that what happens beyond it happens often.</summary>
    public static int Size(Random random, int usual) => random.Next(4) == 0 ? usual : 1 + random.Next(6);

    public static CoreSizes Sizes(Random random) => new()
    {
        BlockItems = Size(random, CoreSizes.Default.BlockItems),
        CompactionEntries = Size(random, CoreSizes.Default.CompactionEntries),
        RememberedAhead = Size(random, CoreSizes.Default.RememberedAhead),
        RememberedPassedOver = Size(random, CoreSizes.Default.RememberedPassedOver),
        RememberedClocksApart = Size(random, CoreSizes.Default.RememberedClocksApart),
    };

    /// <summary>No idempotency key mostly, and few different ones, so that equal ones meet.</summary>
    public static byte[] RequestKey(Random random) => random.Next(3) == 0 ? [(byte)random.Next(4)] : [];

    public static Update[] Updates(Random random) =>
    [
        .. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.Next(3) == 0
            ? Update.Delete(Encoding.UTF8.GetBytes($"c{random.Next(3)}"), Encoding.UTF8.GetBytes($"k{random.Next(9)}"))
            : Update.Put(Encoding.UTF8.GetBytes($"c{random.Next(3)}"), Encoding.UTF8.GetBytes($"ключ{random.Next(9)}"), Encoding.UTF8.GetBytes($"[{random.Next()},\"ä\"]"))),
    ];
}
