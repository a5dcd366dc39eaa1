using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Log;

/// <summary>
/// The replicas that others have ended: a function of the committed prefix. What such a replica accepted and nobody had
/// committed before has no place in the log.
/// </summary>
/// <param name="omitted">Those of the omitted prefix.</param>
internal sealed class Evictions(IEnumerable<Eviction> omitted)
{
    private readonly Dictionary<ReplicaId, Eviction> byReplica = omitted.ToDictionary(eviction => eviction.Replica);
    private readonly Queue<Eviction> fresh = new();

    /// <summary>True while there are some whose writes may still stand in the log.</summary>
    public bool HasFresh => fresh.Count > 0;

    public void Add(Eviction eviction)
    {
        Invariant.Holds(byReplica.TryAdd(eviction.Replica, eviction), "a replica is evicted once in a history (I37)");
        fresh.Enqueue(eviction);
    }

    /// <summary>The next one that nobody has taken yet; false when there is none.</summary>
    public bool TryTakeFresh(out Eviction eviction) => fresh.TryDequeue(out eviction);

    /// <summary>The eviction that a write came too late for; null when there is none.</summary>
    public Eviction? Before(Write write) => Before(write.Id.Origin, write.Id.Stamp);

    /// <summary>The eviction of a replica before a stamp of its own; null when there is none.</summary>
    public Eviction? Before(ReplicaId replica, AcceptStamp stamp) =>
        byReplica.Count > 0 && byReplica.TryGetValue(replica, out Eviction eviction) && stamp > eviction.Last
            ? eviction
            : null;

    /// <summary>All of them up to a commit number.</summary>
    public IEnumerable<Eviction> UpTo(CommitNumber number) => byReplica.Values.Where(eviction => eviction.At <= number);

    /// <summary>True when one of them was committed after a number.</summary>
    public bool IsAnyAfter(CommitNumber number) => byReplica.Values.Any(eviction => eviction.At > number);

    /// <summary>The commits after a number are taken back.</summary>
    public void RollBackTo(CommitNumber number)
    {
        foreach (Eviction eviction in byReplica.Values.Where(eviction => eviction.At > number).ToArray())
        {
            byReplica.Remove(eviction.Replica);
        }

        Eviction[] left = [.. fresh.Where(eviction => eviction.At <= number)];
        fresh.Clear();
        foreach (Eviction eviction in left)
        {
            fresh.Enqueue(eviction);
        }
    }
}
