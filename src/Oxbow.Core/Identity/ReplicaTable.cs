namespace Oxbow.Core.Identity;

/// <summary>Interns replica ids to dense numbers; the creator of a known id is known as well.</summary>
internal sealed class ReplicaTable
{
    /// <summary>Most ids one database can have had; a batch that would go beyond is refused.</summary>
    public const int MaximumReplicas = 65_536;

    private readonly Dictionary<ReplicaId, ReplicaIndex> indexes = [];
    private readonly List<Row> rows = [];
    private readonly List<ReplicaIndex> inOrderOfId = [];
    private readonly Comparer<ReplicaIndex> byId;

    /// <summary>What was looked up last: a record asks for its origin several times, and a run for the same ones.</summary>
    private (ReplicaId? Id, ReplicaIndex Index) lastFound;

    private readonly record struct Row(ReplicaId Id, ReplicaIndex Creator, AcceptStamp Created);

    public ReplicaTable()
    {
        byId = Comparer<ReplicaIndex>.Create((left, right) => IdOf(left).CompareTo(IdOf(right)));
        Intern(ReplicaId.Base);
    }

    public int Count => rows.Count;

    /// <summary>All ids known, sorted: the order in which vectors travel.</summary>
    public IReadOnlyList<ReplicaIndex> InOrderOfId => inOrderOfId;

    public ReplicaId IdOf(ReplicaIndex index) => rows[index.Value].Id;

    public ReplicaIndex CreatorOf(ReplicaIndex index) => rows[index.Value].Creator;

    public AcceptStamp CreatedAt(ReplicaIndex index) => rows[index.Value].Created;

    public bool TryFind(ReplicaId id, out ReplicaIndex index)
    {
        if (ReferenceEquals(id, lastFound.Id))
        {
            index = lastFound.Index;
            return true;
        }

        bool isFound = indexes.TryGetValue(id, out index);
        lastFound = isFound ? (id, index) : lastFound;
        return isFound;
    }

    /// <summary>True when <paramref name="id"/> and its creators can be interned within the limit.</summary>
    public bool HasRoomFor(ReplicaId id) => Count + id.Depth <= MaximumReplicas || indexes.ContainsKey(id);

    /// <summary>True when all of them, with their creators, can be interned within the limit.</summary>
    public bool HasRoomFor(IEnumerable<ReplicaId> ids)
    {
        HashSet<ReplicaId> fresh = [];
        foreach (ReplicaId id in ids)
        {
            for (ReplicaId each = id; !indexes.ContainsKey(each) && fresh.Add(each); each = each.Creator())
            {
                if (Count + fresh.Count > MaximumReplicas)
                {
                    return false;
                }
            }
        }

        return true;
    }

    public ReplicaIndex Intern(ReplicaId id)
    {
        if (TryFind(id, out ReplicaIndex index))
        {
            return index;
        }

        ReplicaIndex creator = id.IsBase ? ReplicaIndex.None : Intern(id.Creator());
        index = new(rows.Count);
        rows.Add(new(id, creator, id.Created));
        indexes.Add(id, index);
        inOrderOfId.Insert(~inOrderOfId.BinarySearch(index, byId), index);
        return index;
    }
}
