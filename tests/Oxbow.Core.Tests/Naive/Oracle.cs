using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Writes;
using Oxbow.Testing.Reference;

namespace Oxbow.Core.Tests.Naive;

/// <summary>
/// Sees everything: every write ever durably accepted and what its replica held at that moment, and which write was
/// first seen under each commit number. It judges what concerns more than one replica.
/// </summary>
internal sealed class Oracle
{
    private readonly Dictionary<WriteId, HashSet<WriteId>> dependencies = [];
    private readonly Dictionary<WriteId, byte[]> encodings = [];
    private readonly Dictionary<ReplicaId, AcceptStamp> retiredAt = [];
    private readonly List<(WriteId Write, ChainHash Hash)> commits = [];

    public IReadOnlyCollection<WriteId> Writes => dependencies.Keys;

    /// <summary>A replica accepted a write; <paramref name="held"/> is what it held just before.</summary>
    public void Accepted(Write write, IReadOnlyCollection<WriteId> held)
    {
        Assert.False(dependencies.ContainsKey(write.Id), $"I3: {write.Id} was accepted twice");
        Assert.False(retiredAt.ContainsKey(write.Id.Origin), $"I18: {write.Id} was accepted after the retirement of its origin");
        Must.HoldForAll(held, other => other.Stamp < write.Id.Stamp, other => $"I3: {write.Id} is not larger than {other}, seen before");
        dependencies.Add(write.Id, [.. held]);
        encodings.Add(write.Id, write.Encoded.ToArray());
        if (write.Kind == WriteKind.Retirement)
        {
            retiredAt.Add(write.Id.Origin, write.Id.Stamp);
        }
    }

    /// <summary>What the replica that accepted a write held just before.</summary>
    public IReadOnlyCollection<WriteId> CausesOf(WriteId id) => dependencies[id];

    public bool Knows(WriteId id) => dependencies.ContainsKey(id);

    /// <summary>I1, I2, I15: what a replica holds was accepted somewhere and comes with all that it depends on.</summary>
    public void CheckClosure(NaiveReplica twin, IEnumerable<WriteId> added)
    {
        foreach (WriteId id in added)
        {
            Assert.True(Knows(id), $"I15: nobody accepted {id}");
            Must.HoldForAll(dependencies[id], twin.Holds, needed => $"I2: {id} is held without {needed}, on which it depends");
        }
    }

    /// <summary>I4, I5, I6, I7: commit numbers mean the same everywhere, are dense, chained alike and in causal order.</summary>
    public void CheckCommits(NaiveReplica twin, ChainHash hash)
    {
        WriteId[] order = [.. twin.Log.Where(entry => entry.Number.IsGiven).Select(entry => entry.Write.Id)];
        Must.HoldForAll(order.Index(), pair => twin.NumberOf(pair.Item).Value == pair.Index + 1, pair => $"I5: {pair.Item} should have commit number {pair.Index + 1}");
        for (int index = commits.Count; index < order.Length; index++)
        {
            HashSet<WriteId> before = [.. order[..index]];
            Must.HoldForAll(dependencies[order[index]], before.Contains, needed => $"I7: a write is committed before {needed}, on which it depends");
            commits.Add((order[index], HashAfter(HashAt(index), encodings[order[index]], twin.Outcomes()[index])));
        }

        Must.HoldForAll(order.Index(), pair => commits[pair.Index].Write == pair.Item, pair => $"I4: commit number {pair.Index + 1} is {pair.Item} here and {commits[pair.Index].Write} elsewhere");
        Assert.True(hash == HashAt(order.Length), "I6: the chained hash is not that of the history");
    }

    private static ChainHash HashAfter(ChainHash before, ReadOnlySpan<byte> encoded, Outcome outcome)
    {
        Assert.Null(WriteDecoder.TryDecode(encoded.ToArray(), ReplicaId.Base, out Write? write));
        EffectDigest effect = outcome == Outcome.Applied ? EffectDigest.AsWritten(write!.UpdateCount) : EffectDigest.Nothing;
        return before.Extend(WriteHash.Of(encoded), outcome, effect);
    }

    private ChainHash HashAt(int count) => count == 0 ? ChainHash.Empty : commits[count - 1].Hash;
}
