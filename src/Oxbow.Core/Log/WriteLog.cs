using Oxbow.Core.Identity;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Log;

/// <summary>
/// The writes a replica holds: the committed prefix, the tentative suffix, and the version vector over both.
/// </summary>
/// <remarks>
/// Invariants: the vector has no holes (I1); commit numbers are dense (I5); committed entries stand in commit
/// order, tentative ones by accept stamp and replica id (I9).
/// </remarks>
internal sealed class WriteLog
{
    private readonly List<LogEntry> committed = [];
    private readonly List<OriginLog> origins = [];

    public WriteLog() => Known = new(Replicas);

    public ReplicaTable Replicas { get; } = new();

    /// <summary>Version vector over all entries.</summary>
    public DenseVector Known { get; }

    public TentativeOrder Tentative { get; } = new();

    public ArrivalOrder Arrivals { get; } = new();

    public CommitNumber LastCommitted => new(committed.Count);

    /// <summary>Number of writes held, committed and tentative.</summary>
    public long Count => committed.Count + Tentative.Count;

    /// <summary>Chained hash at a commit number that the log holds; the empty hash for none.</summary>
    public ChainHash HashAt(CommitNumber number) => number.IsGiven ? At(number).Hash : ChainHash.Empty;

    public LogEntry At(CommitNumber number) => committed[checked((int)number.Value) - 1];

    /// <summary>The entry at a position of the whole log, from zero: committed entries, then tentative ones.</summary>
    public LogEntry At(long position) =>
        position < committed.Count ? committed[(int)position] : Tentative[(int)(position - committed.Count)];

    public LogEntry? Find(WriteId id) =>
        Replicas.TryFind(id.Origin, out ReplicaIndex origin) && origin.Value < origins.Count ? origins[origin.Value].Find(id.Stamp) : null;

    /// <summary>The last write that a replica accepted, of those held; null when none is.</summary>
    public LogEntry? LastOf(ReplicaIndex origin) => origin.Value < origins.Count ? origins[origin.Value].Last : null;

    public bool Covers(WriteId id) => Known.Covers(id.Origin, id.Stamp);

    /// <summary>The stamp that the next write of an origin has to name as its previous one.</summary>
    public AcceptStamp PreviousOf(ReplicaId origin) =>
        Replicas.TryFind(origin, out ReplicaIndex index) && Known.Has(index) ? Known[index] : origin.Created;

    /// <summary>Takes in a write that is not covered and whose predecessor is; it still has no place in the order.</summary>
    public LogEntry Add(Write write)
    {
        LogEntry entry = new(write, Replicas.Intern(write.Id.Origin));
        while (origins.Count <= entry.Origin.Value)
        {
            origins.Add(new());
        }

        origins[entry.Origin.Value].Add(entry);
        Known[entry.Origin] = write.Id.Stamp;
        if (write.Kind == WriteKind.Creation)
        {
            AddCreated(entry);
        }
        else if (write.Kind == WriteKind.Retirement)
        {
            DropRetired(entry.Origin);
        }

        return entry;
    }

    /// <summary>Puts an entry at the end of the committed prefix.</summary>
    public void AppendCommitted(LogEntry entry)
    {
        Invariant.Holds(entry.CommitNumber == LastCommitted.Next, "commit numbers have no gaps");
        committed.Add(entry);
    }

    /// <summary>
    /// The created replica gets an entry, unless its own writes came first and gave it one. If even its
    /// retirement came first, the entry that stood for "everything" is no longer needed: from now on its
    /// absence says so.
    /// </summary>
    private void AddCreated(LogEntry creation)
    {
        ReplicaIndex created = Replicas.Intern(creation.Write.Id.Origin.Child(creation.Stamp));
        AcceptStamp present = Known[created];
        Known[created] = present == AcceptStamp.Maximum ? AcceptStamp.None
            : present.IsGiven ? present
            : creation.Stamp;
    }

    /// <summary>
    /// A retired replica's entry is dropped, so that vectors do not grow for ever. While its creation is not
    /// covered (or it is the base, which has none) absence would mean "never heard of", so the entry stays
    /// and stands for "everything".
    /// </summary>
    private void DropRetired(ReplicaIndex origin)
    {
        bool absenceMeansRetired = origin != ReplicaIndex.Base && Known.CoversCreationOf(origin);
        Known[origin] = absenceMeansRetired ? AcceptStamp.None : AcceptStamp.Maximum;
    }
}
