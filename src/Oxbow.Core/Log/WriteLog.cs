using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Sizes;
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
    private readonly List<CommitNumber> retreats = [];
    private readonly List<OriginLog> origins = [];

    /// <summary>
    /// By origin, the hash of its last write, or of its creation write when it has none; null when neither is here.
    /// </summary>
    private readonly List<WriteHash?> heads = [];

    /// <summary>Replicas whose own writes came while the one that created them is not here.</summary>
    private readonly List<ReplicaIndex> unborn = [];

    /// <summary>
    /// Retired replicas whose entries stand for "everything", because their creations are not covered.
    /// </summary>
    private readonly List<ReplicaIndex> retiredBeforeCreation = [];

    /// <param name="sizes">For the orders of tentative entries.</param>
    /// <param name="omitted">The commits that went before.</param>
    public WriteLog(CoreSizes sizes, OmittedPrefix omitted)
    {
        Known = new(Replicas);
        Tentative = new(sizes.CompactionEntries);
        Arrivals = new(sizes.CompactionEntries);
        Omitted = omitted;
        Remade = new(omitted.Remade);
        Evictions = new(omitted.Evictions);
        Epochs = new(omitted.Epochs);
        Digest = omitted.Digest;
        BeginAfterOmitted();
    }

    /// <summary>The commits that are not here any more.</summary>
    public OmittedPrefix Omitted { get; }

    /// <summary>The writes that were made again, by the id of what they were made from.</summary>
    public RemadeWrites Remade { get; }

    public ReplicaTable Replicas { get; } = new();

    /// <summary>Version vector over all entries.</summary>
    public DenseVector Known { get; }

    /// <summary>The replicas that others have ended.</summary>
    public Evictions Evictions { get; }

    /// <summary>The epochs of the committed prefix.</summary>
    public EpochLine Epochs { get; }

    /// <summary>
    /// Behind which number commits became others each time an epoch began, or gave way; whoever walks along the commits
    /// has to go back as well.
    /// </summary>
    public IReadOnlyList<CommitNumber> Retreats => retreats;

    public TentativeOrder Tentative { get; }

    public ArrivalOrder Arrivals { get; }

    /// <summary>
    /// The <see cref="LogDigest"/> of all entries. Two logs with equal vectors have the same, unless an id had two
    /// histories: of a replica that has retired a vector does not say with which write.
    /// </summary>
    public LogDigest Digest { get; private set; }

    /// <summary>The committed entries, in commit order, behind those that are omitted.</summary>
    public IReadOnlyList<LogEntry> Committed => committed;

    public CommitNumber LastCommitted => new(Omitted.End.Number.Value + committed.Count);

    /// <summary>Number of writes in the log, omitted, committed and tentative.</summary>
    public long Count => LastCommitted.Value + Tentative.Count;

    /// <summary>
    /// True for a commit number behind the omitted ones, or the last of them, up to the last one here.
    /// </summary>
    public bool Reaches(CommitNumber number) => number >= Omitted.End.Number && number <= LastCommitted;

    /// <summary>Chained hash at a commit number that the log reaches; the empty hash for none.</summary>
    public ChainHash HashAt(CommitNumber number) => number == Omitted.End.Number ? Omitted.End.Hash : At(number).Hash;

    /// <summary>The entry of a commit number that is not omitted.</summary>
    public LogEntry At(CommitNumber number) => committed[checked((int)(number.Value - Omitted.End.Number.Value)) - 1];

    /// <summary>
    /// The entry at a position of the whole log, from zero: omitted ones, which are not here, committed ones, then
    /// tentative ones.
    /// </summary>
    public LogEntry At(long position) => position < LastCommitted.Value
        ? At(new CommitNumber(position + 1))
        : Tentative[(int)(position - LastCommitted.Value)];

    /// <summary>
    /// True for the id of a write that is omitted. One from before the recent ones can also be of a history that gave
    /// way.
    /// </summary>
    public bool Omits(WriteId id) => ChainOf(id.Origin) is { } chain
        && chain.Omits(id.Stamp)
        && (id.Stamp < Omitted.RememberedFrom || Omitted.Recent.ContainsKey(id));

    public LogEntry? Find(WriteId id) =>
        Replicas.TryFind(id.Origin, out ReplicaIndex origin) && origin.Value < origins.Count
            ? origins[origin.Value].Find(id.Stamp)
            : null;

    /// <summary>
    /// True when a write from which others may be made again is omitted, and so recent that they can repeat it: it
    /// stands before all that is here. One that the format level did not allow does not count.
    /// </summary>
    public bool IsOmitted(OriginalWrite original) =>
        Omitted.Holds(original.Id, original.Hash) && Omitted.Recent[original.Id].Outcome != Outcome.NotUnderstood;

    /// <summary>The writes that a replica accepted, of those held; null when none ever was.</summary>
    public OriginLog? ChainOf(ReplicaId origin) =>
        Replicas.TryFind(origin, out ReplicaIndex index) && index.Value < origins.Count ? origins[index.Value] : null;

    /// <summary>The writes held, those of each origin apart.</summary>
    public IEnumerable<OriginLog> Chains => origins;

    public bool Covers(WriteId id) => Known.Covers(id.Origin, id.Stamp);

    /// <summary>
    /// The hash that the next write of an origin has to name; null when it can name any, because neither a write of it
    /// nor the one that created it is here.
    /// </summary>
    public WriteHash? HeadOf(ReplicaId origin) =>
        Replicas.TryFind(origin, out ReplicaIndex index) && index.Value < heads.Count ? heads[index.Value]
        : origin.IsBase ? WriteHash.None
        : null;

    /// <summary>The stamp that the next write of an origin has to name as its previous one.</summary>
    public AcceptStamp PreviousOf(ReplicaId origin) =>
        Replicas.TryFind(origin, out ReplicaIndex index) && Known.Has(index) ? Known[index] : origin.Created;

    /// <summary>
    /// The replicas that a write shows never to have been created, although writes of theirs are here: the history of
    /// their creator passes the stamp of their creation without it, or with another creation.
    /// </summary>
    public IReadOnlyList<ReplicaId> OrphansOf(Write write)
    {
        if (unborn.Count == 0)
        {
            return [];
        }

        ReplicaId? otherwise = FindCreatedOtherwise(write);
        return
        [
            .. unborn.Select(Replicas.IdOf)
                .Where(id => id == otherwise || write.CreatesNobodyAt(id.BranchFrom(write.Id.Origin))),
        ];
    }

    /// <summary>
    /// The replica that a creation creates, if writes under its id are here which follow another creation: two bearers
    /// of its creator's id gave it. Null for any other write.
    /// </summary>
    public ReplicaId? FindCreatedOtherwise(Write write) =>
        write.Kind == WriteKind.Creation
        && write.Id.Origin.Child(write.Id.Stamp) is var created
        && ChainOf(created)?.Follows is { } followed
        && followed != write.Hash
            ? created
            : null;

    /// <summary>The replicas of which writes are here.</summary>
    public IEnumerable<ReplicaIndex> Origins => origins.Select(chain => chain.Last?.Origin).OfType<ReplicaIndex>();

    /// <summary>The replicas that were never created and of which writes are here.</summary>
    public IReadOnlyList<ReplicaId> Orphans =>
        unborn.Count == 0 ? [] : [.. unborn.Select(Replicas.IdOf).Where(IsOrphan)];

    /// <summary>
    /// True for a replica that was never created: its creator's history passes the stamp without its creation, or the
    /// creator is such a one itself.
    /// </summary>
    public bool IsOrphan(ReplicaId id) => !id.IsBase
        && (unborn.Count > 0 || ChainOf(id) is not { IsEmpty: false })
        && CreationOf(id) is null
        && (ChainOf(id.Creator())?.LastStamp >= id.Created
            || Evictions.Before(id.Creator(), id.Created) is not null
            || IsOrphan(id.Creator()));

    /// <summary>
    /// True when a replica accepted its write of a stamp after its eviction, or was never created: it is passed over.
    /// </summary>
    public bool NeverTakes(ReplicaId id, AcceptStamp stamp) => Evictions.Before(id, stamp) is not null || IsOrphan(id);

    /// <summary>
    /// The hash of the write that created a replica; null when it is not in the log. Under its stamp its creator may
    /// have accepted something else, in another history.
    /// </summary>
    public WriteHash? CreationOf(ReplicaId id) =>
        Find(new(id.Creator(), id.Created)) is { Write.Kind: WriteKind.Creation } creation ? creation.Write.Hash
        : Omitted.Creations.TryGetValue(id, out WriteHash hash) ? hash
        : null;

    /// <summary>True for a replica whose retirement is here, and with it everything of it.</summary>
    public bool HasRetired(ReplicaId id) => Known.Completed(Replicas.Intern(id)) == AcceptStamp.Maximum;

    /// <summary>
    /// True for a replica that was evicted or never created: it goes on under another id, or not at all.
    /// </summary>
    public bool HasLostId(ReplicaId id) => Evictions.Before(id, AcceptStamp.Maximum) is not null || IsOrphan(id);

    /// <summary>
    /// Takes in a write that is not covered and whose predecessor is; it still has no place in the order.
    /// </summary>
    public LogEntry Add(Write write)
    {
        LogEntry entry = new(write, Replicas.Intern(write.Id.Origin));
        OriginLog chain = ChainAt(entry.Origin);
        bool seemedRetired = !Known.Has(entry.Origin) && entry.Origin != ReplicaIndex.Base
            && Known.CoversCreationOf(entry.Origin);
        NoteUnborn(entry);
        chain.Add(entry);
        SetHead(entry.Origin, write.Hash);
        Digest = Digest.With(write.Hash);
        Remade.Add(entry);
        Known[entry.Origin] = write.Id.Stamp;
        if (write.Kind == WriteKind.Creation)
        {
            AddCreated(entry);
        }
        else if (write.Kind == WriteKind.Retirement)
        {
            AddRetired(entry.Origin);
        }

        DropRetired();
        if (seemedRetired)
        {
            // It was never created, and what the absence of its entry said of those that it created is not so any more.
            RebuildKnown();
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
    /// Takes the commits after a number back; gives their entries, which are tentative again and have no place yet.
    /// </summary>
    public IReadOnlyList<LogEntry> RollBackTo(CommitNumber number)
    {
        Invariant.Holds(
            number < LastCommitted && number >= Omitted.End.Number, "only commits that are here can be taken back");
        int kept = (int)(number.Value - Omitted.End.Number.Value);
        List<LogEntry> fallen = committed.GetRange(kept, committed.Count - kept);
        committed.RemoveRange(kept, committed.Count - kept);
        foreach (LogEntry entry in fallen)
        {
            entry.CommitNumber = CommitNumber.None;
            entry.Outcome = Outcome.None;
            entry.Hash = ChainHash.Empty;
        }

        Epochs.RollBackTo(number);
        Evictions.RollBackTo(number);
        retreats.Add(number);
        return fallen;
    }

    /// <summary>
    /// Takes the writes of an origin after a stamp out of the log, and those of the replicas that they created; gives
    /// them, each origin's in its order. None of them is committed. They keep their places in the tentative order until
    /// whoever executed them has undone it.
    /// </summary>
    public IReadOnlyList<LogEntry> WithdrawAfter(ReplicaIndex origin, AcceptStamp kept)
    {
        List<LogEntry> withdrawn = [];
        Withdraw(origin, kept, withdrawn);
        RebuildKnown();
        return withdrawn;
    }

    private void Withdraw(ReplicaIndex origin, AcceptStamp kept, List<LogEntry> withdrawn)
    {
        IReadOnlyList<LogEntry> removed = origin.Value < origins.Count ? origins[origin.Value].RemoveAfter(kept) : [];
        withdrawn.AddRange(removed);
        foreach (LogEntry entry in removed)
        {
            Invariant.Holds(!entry.IsCommitted, "what is committed stays in the log (I4)");
            entry.IsWithdrawn = true;
            Digest = Digest.Without(entry.Write.Hash);
            Remade.Remove(entry);
            if (entry.Write.Kind == WriteKind.Creation
                && Replicas.TryFind(entry.Write.Id.Origin.Child(entry.Stamp), out ReplicaIndex created))
            {
                Withdraw(created, ChainOf(Replicas.IdOf(created))?.LastCommitted ?? AcceptStamp.None, withdrawn);
            }
        }
    }

    /// <summary>
    /// Makes the vector and what is noted beside it anew from the writes that are here: what the entry of a replica has
    /// to be can depend on the creations of all from which it descends.
    /// </summary>
    private void RebuildKnown()
    {
        unborn.Clear();
        retiredBeforeCreation.Clear();
        for (int index = 0; index < Replicas.Count; index++)
        {
            ReplicaIndex origin = new(index);
            ReplicaId id = Replicas.IdOf(origin);
            OriginLog? chain = origin.Value < origins.Count ? origins[origin.Value] : null;
            WriteHash? creation = id.IsBase ? WriteHash.None : CreationOf(id);
            SetHead(origin, chain?.Head ?? creation);
            Known[origin] = chain?.LastStamp ?? (creation is null || id.IsBase ? AcceptStamp.None : id.Created);
            if (chain is { IsEmpty: false } && creation is null)
            {
                unborn.Add(origin);
            }

            if (chain is { HasRetired: true })
            {
                AddRetired(origin);
            }
        }

        DropRetired();
    }

    /// <summary>
    /// True when a write that is committed at a number begins an epoch there: a take-over after the very history that
    /// is here, into an epoch that is larger. A replica below the format level has no hash of it. Anywhere else in the
    /// order a take-over changes nothing.
    /// </summary>
    public bool BeginsEpoch(Write write, CommitNumber number, bool isHashed) =>
        write.TakeOver is { } terms
        && number == terms.After.Next
        && terms.Epoch > Epochs.Current
        && (!isHashed || ChainHash.Read(terms.AfterHash.Span) == HashAt(terms.After));

    /// <summary>The last commit began an epoch.</summary>
    public void BeginEpoch(CommitEpoch epoch)
    {
        Epochs.Begin(new(epoch, LastCommitted));
        retreats.Add(new(LastCommitted.Value - 1));
    }

    /// <summary>The last commit ended a replica.</summary>
    public void Evict(ReplicaId replica) => Evictions.Add(
        new(replica, ChainOf(replica)?.LastCommitted ?? AcceptStamp.None, LastCommitted));

    /// <summary>The created replica gets an entry, unless its own writes came first and gave it one.</summary>
    private void AddCreated(LogEntry creation)
    {
        ReplicaIndex created = Replicas.Intern(creation.Write.Id.Origin.Child(creation.Stamp));
        unborn.Remove(created);
        if (ChainAt(created).IsEmpty)
        {
            Known[created] = creation.Stamp;
            SetHead(created, creation.Write.Hash);
        }
    }

    /// <summary>The vector, and what is noted beside it, as the omitted prefix leaves them.</summary>
    private void BeginAfterOmitted()
    {
        foreach (OmittedChain chain in Omitted.Chains)
        {
            ChainAt(Replicas.Intern(chain.Origin)).BeginAfter(chain);
        }

        foreach (ReplicaId created in Omitted.Creations.Keys)
        {
            Replicas.Intern(created);
        }

        if (Omitted.End.Number.IsGiven)
        {
            RebuildKnown();
        }
    }

    private OriginLog ChainAt(ReplicaIndex origin)
    {
        while (origins.Count <= origin.Value)
        {
            origins.Add(new());
        }

        return origins[origin.Value];
    }

    private void NoteUnborn(LogEntry entry)
    {
        ReplicaId id = entry.Write.Id.Origin;
        if (ChainAt(entry.Origin).IsEmpty && !id.IsBase && CreationOf(id) is null)
        {
            unborn.Add(entry.Origin);
        }
    }

    private void SetHead(ReplicaIndex origin, WriteHash? hash)
    {
        while (heads.Count <= origin.Value)
        {
            heads.Add(heads.Count == ReplicaIndex.Base.Value ? WriteHash.None : null);
        }

        heads[origin.Value] = hash;
    }

    /// <summary>
    /// The entry of a retired replica stands for "everything". The base keeps it: it has no creation.
    /// </summary>
    private void AddRetired(ReplicaIndex retired)
    {
        Known[retired] = AcceptStamp.Maximum;
        if (retired != ReplicaIndex.Base)
        {
            retiredBeforeCreation.Add(retired);
        }
    }

    /// <summary>
    /// The entry of a retired replica is dropped, so that vectors do not grow for ever, once its creation is covered:
    /// before that, its absence would mean "never heard of". Logs with the same writes have the same vector, in
    /// whatever order they came.
    /// </summary>
    private void DropRetired()
    {
        for (int index = retiredBeforeCreation.Count - 1; index >= 0; index--)
        {
            if (Known.CoversCreationOf(retiredBeforeCreation[index]))
            {
                Known[retiredBeforeCreation[index]] = AcceptStamp.None;
                retiredBeforeCreation.RemoveAt(index);
            }
        }
    }
}
