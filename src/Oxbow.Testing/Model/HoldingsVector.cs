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
        foreach (KnownWrite creation in oracle.Creations)
        {
            if (held.Holds(creation))
            {
                ReplicaId id = creation.Id.Origin.Child(creation.Id.Stamp);
                entries[id] = id.Created;
            }
        }

        // A branch comes after the line that it leaves, so what is set last is what counts.
        foreach (OriginLine line in oracle.Lines)
        {
            if (held[line] > 0)
            {
                KnownWrite last = line.Writes[held[line] - 1];
                entries[line.Replica] = last.Write.Kind == WriteKind.Retirement ? AcceptStamp.Maximum : last.Id.Stamp;
            }
        }

        // Without a creation that is covered the absence of a retired replica would say "never heard of".
        HashSet<ReplicaId> leftOut = [.. entries.Keys.Where(id => IsLeftOut(id, entries))];
        VersionVector vector = VersionVector.From(entries
            .Where(pair => !leftOut.Contains(pair.Key))
            .Select(pair => new VectorEntry(pair.Key, pair.Value)));
        return (vector, leftOut.Count > 0);
    }

    private static bool IsLeftOut(ReplicaId id, IReadOnlyDictionary<ReplicaId, AcceptStamp> entries) =>
        !id.IsBase && entries[id] == AcceptStamp.Maximum && CoversCreation(id, entries);

    private static bool CoversCreation(ReplicaId id, IReadOnlyDictionary<ReplicaId, AcceptStamp> entries) =>
        id.IsBase || Completed(id.Creator(), entries) >= id.Created;

    /// <summary>How much an entry says, or the absence of one.</summary>
    private static AcceptStamp Completed(ReplicaId id, IReadOnlyDictionary<ReplicaId, AcceptStamp> entries) =>
        entries.TryGetValue(id, out AcceptStamp entry) ? entry
        : !id.IsBase && CoversCreation(id, entries) ? AcceptStamp.Maximum
        : AcceptStamp.None;
}
