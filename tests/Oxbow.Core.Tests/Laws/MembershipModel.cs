using Oxbow.Core.Identity;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Tests.Laws;

/// <summary>
/// A made-up history of replicas that were created, wrote and retired, of which a causally closed part is held. It
/// follows the paper: a creation is known before anything the created replica did.
/// </summary>
internal sealed class MembershipModel
{
    private readonly List<(WriteId Write, bool IsCreation, bool IsRetirement)> history = [];

    public MembershipModel(Random random)
    {
        List<ReplicaId> active = [ReplicaId.Base];
        for (int stamp = 1; stamp <= 30; stamp++)
        {
            ReplicaId origin = active[random.Next(active.Count)];
            int what = random.Next(10);
            bool isRetirement = what < 2 && !origin.IsBase;
            history.Add((new(origin, new(stamp)), what is 2 or 3 or 4, isRetirement));
            if (isRetirement)
            {
                active.Remove(origin);
            }
            else if (what is 2 or 3 or 4)
            {
                active.Add(origin.Child(new(stamp)));
            }
        }

        Held = DrawPart(random);
    }

    private MembershipModel(MembershipModel other, Random random)
    {
        history = other.history;
        Held = DrawPart(random);
    }

    public IEnumerable<WriteId> All => history.Select(entry => entry.Write);

    public HashSet<WriteId> Held { get; }

    /// <summary>The same history, of which another part is held.</summary>
    public MembershipModel Other(Random random) => new(this, random);

    public VersionVector Vector()
    {
        Dictionary<ReplicaId, AcceptStamp> entries = [];
        foreach ((WriteId write, bool isCreation, bool isRetirement) in history.Where(entry => Held.Contains(entry.Write)))
        {
            entries[write.Origin] = write.Stamp;
            if (isCreation)
            {
                entries.Add(write.Origin.Child(write.Stamp), write.Stamp);
            }

            if (isRetirement)
            {
                entries.Remove(write.Origin);
            }
        }

        return Draw.Vector(entries);
    }

    /// <summary>For each replica a prefix of its writes, provided that its creation is held.</summary>
    private HashSet<WriteId> DrawPart(Random random)
    {
        Dictionary<ReplicaId, long> cut = [];
        HashSet<WriteId> held = [];
        foreach ((WriteId write, _, _) in history)
        {
            ReplicaId origin = write.Origin;
            bool isKnown = origin.IsBase || held.Contains(new(origin.Creator(), origin.Created));
            long upTo = cut.TryGetValue(origin, out long known) ? known : cut[origin] = isKnown ? random.Next(45) : 0;
            if (write.Stamp.Value <= upTo)
            {
                held.Add(write);
            }
        }

        return held;
    }
}
