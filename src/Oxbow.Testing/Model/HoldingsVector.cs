using Oxbow.Core.Identity;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Testing.Model;

/// <summary>The vector that a replica with certain holdings has to show.</summary>
internal static class HoldingsVector
{
    /// <summary>The vector, and whether it leaves a retired replica out.</summary>
    public static (VersionVector Vector, bool LeavesRetiredOut) Of(Holdings held, Oracle oracle)
    {
        SortedDictionary<ReplicaId, AcceptStamp> entries = [];
        HashSet<ReplicaId> created = [];
        foreach (KnownWrite creation in oracle.Creations)
        {
            if (held.Holds(creation))
            {
                ReplicaId id = creation.Id.Origin.Child(creation.Id.Stamp);
                created.Add(id);
                entries[id] = id.Created;
            }
        }

        // A branch comes after the line that it leaves, so what is set last is what counts.
        foreach (OriginLine line in oracle.Lines)
        {
            if (held[line] > 0)
            {
                KnownWrite last = line.Writes[held[line] - 1];
                entries[line.Replica] = last.Write.Kind != WriteKind.Retirement ? last.Id.Stamp
                    : created.Contains(line.Replica) ? AcceptStamp.None
                    : AcceptStamp.Maximum;
            }
        }

        VersionVector vector = VersionVector.From(entries.Where(pair => pair.Value.IsGiven).Select(pair => new VectorEntry(pair.Key, pair.Value)));
        return (vector, entries.Any(pair => !pair.Value.IsGiven));
    }
}
