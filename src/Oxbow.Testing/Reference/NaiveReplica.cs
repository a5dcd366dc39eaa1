using System.Text;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Testing.Reference;

/// <summary>
/// The naive twin of a replica: a set of writes with commit numbers. Whatever is asked of it, it sorts everything
/// and replays from empty with dictionaries. It has no undo, no cursor and no index, and forgets the order it sorted
/// with every change.
/// </summary>
internal sealed class NaiveReplica(ReplicaId self, TimeSpan requestWindow, int supportedLevel = 1)
{
    private readonly Remembering remembering = new(requestWindow);
    private readonly Dictionary<WriteId, Entry> held = [];
    private readonly List<Write> waiting = [];
    private IReadOnlyList<Entry>? sorted;

    internal sealed record Entry(Write Write, CommitNumber Number, Outcome Outcome = Outcome.None);

    internal sealed record Value(string Text, WriteId Write, CommitNumber Number);

    public ReplicaId Self => self;

    public IReadOnlyCollection<WriteId> Held => held.Keys;

    /// <summary>How many writes came by direct mail before their causes.</summary>
    public int WaitingCount => waiting.Count;

    public bool Holds(WriteId id) => held.ContainsKey(id);

    public CommitNumber NumberOf(WriteId id) =>
        held.TryGetValue(id, out Entry? entry) ? entry.Number : CommitNumber.None;

    /// <summary>Committed writes by number, then tentative ones by stamp and replica.</summary>
    public IReadOnlyList<Entry> Log => sorted ??=
    [
        .. held.Values.OrderBy(entry => entry.Number.IsGiven ? entry.Number.Value : long.MaxValue)
            .ThenBy(entry => entry.Write.Id.Stamp)
            .ThenBy(entry => entry.Write.Id.Origin),
    ];

    public int CommittedCount => held.Values.Count(entry => entry.Number.IsGiven);

    /// <summary>Adds what a record says to the set.</summary>
    public void Take(LogRecord record)
    {
        if (record.IsRollBack)
        {
            foreach (Entry fallen in Log.Where(entry => entry.Number > record.CommitNumber).ToArray())
            {
                Set(fallen with { Number = CommitNumber.None });
            }

            return;
        }

        if (record.IsWithdrawal)
        {
            Withdraw(record.Id);
            return;
        }

        Entry entry = held.GetValueOrDefault(record.Id) ?? new(record.Write!, CommitNumber.None);
        Set(record.CommitNumber.IsGiven ? entry with { Number = record.CommitNumber } : entry);
    }

    /// <summary>Takes a write that came by direct mail, or lets it wait for its causes if there is room.</summary>
    public void TakeMail(Write write, IReadOnlyCollection<WriteId> causes, int room)
    {
        if (causes.All(Holds))
        {
            Take(LogRecord.Of(write, CommitNumber.None));
            CommitIfPrimary();
        }
        else if (!Holds(write.Id) && waiting.Count < room && !waiting.Exists(other => other.Id == write.Id))
        {
            waiting.Add(write);
        }
    }

    /// <summary>Takes what need not wait any longer, the oldest arrival first.</summary>
    public void Release(Func<WriteId, IReadOnlyCollection<WriteId>> causesOf)
    {
        while (waiting.Find(write => Holds(write.Id) || causesOf(write.Id).All(Holds)) is { } next)
        {
            waiting.Remove(next);
            Take(LogRecord.Of(next, CommitNumber.None));
            CommitIfPrimary();
        }
    }

    /// <summary>The write that another one, at the end of the log, would repeat; null when there is none.</summary>
    public WriteId? FindRequest(Write write) => Run().Firsts.Find(write);

    /// <summary>
    /// The primary gives the next numbers to what is tentative, in order, as long as it is the primary.
    /// </summary>
    public void CommitIfPrimary()
    {
        while (Run() is { IsBelowLevel: false } run
            && run.Primary == self
            && Log.FirstOrDefault(entry => !entry.Number.IsGiven) is { } first)
        {
            Set(first with { Number = new(CommittedCount + 1) });
        }
    }

    /// <summary>Who may give the next commit number: a fold over the committed prefix.</summary>
    public ReplicaId Primary => Run().Primary;

    /// <summary>The documents after replaying the log, or only its committed part, from empty.</summary>
    public SortedDictionary<string, Value> Documents(bool committedOnly)
    {
        SortedDictionary<string, Value> documents = new(StringComparer.Ordinal);
        foreach ((Entry entry, Outcome outcome) in Log.Zip(Outcomes()))
        {
            foreach (Update update in outcome == Outcome.Applied && !(committedOnly && !entry.Number.IsGiven) ? entry.Write.ReadUpdates() : default)
            {
                string key = Encoding.UTF8.GetString(update.Key.Span);
                documents.Remove(key);
                if (update.Kind == UpdateKind.Put)
                {
                    documents.Add(key, new(Encoding.UTF8.GetString(update.Value.Span), entry.Write.Id, entry.Number));
                }
            }
        }

        return documents;
    }

    /// <summary>
    /// The outcome of each write, in log order: a hand-off, a take-over or a level raise without right conflicts, the
    /// second write with one idempotency key, or made again from one original, is repeated, one of a newer version or
    /// above the format level is not understood.
    /// </summary>
    public IReadOnlyList<Outcome> Outcomes() => Run().Outcomes;

    private Replay Run()
    {
        Replay replay = new(remembering, supportedLevel);
        foreach (Entry entry in Log)
        {
            replay.Take(entry);
        }

        return replay;
    }

    /// <summary>
    /// The vector: the last stamp of each origin; the creation stamp of a replica that is known and has written
    /// nothing; no entry for a retired one, unless its absence could not be told from "never heard of".
    /// </summary>
    public VersionVector Vector()
    {
        Dictionary<ReplicaId, AcceptStamp> entries = [];
        HashSet<ReplicaId> created = [.. held.Values.Where(entry => entry.Write.Kind == WriteKind.Creation).Select(CreatedBy)];
        foreach (ReplicaId id in created)
        {
            entries[id] = id.Created;
        }

        foreach (WriteId id in held.Keys.OrderBy(id => id.Stamp))
        {
            entries[id.Origin] = id.Stamp;
        }

        foreach (ReplicaId retired in held.Values.Where(entry => entry.Write.Kind == WriteKind.Retirement).Select(entry => entry.Write.Id.Origin))
        {
            entries[retired] = created.Contains(retired) ? AcceptStamp.None : AcceptStamp.Maximum;
        }

        return VersionVector.From(
            entries.Where(pair => pair.Value.IsGiven).Select(pair => new VectorEntry(pair.Key, pair.Value)));
    }

    /// <summary>Tentative writes of an origin leave, and those of the replicas that they created.</summary>
    private void Withdraw(WriteId kept)
    {
        Entry[] leaving = [.. held.Values.Where(
            entry => entry.Write.Id.Origin == kept.Origin && entry.Write.Id.Stamp > kept.Stamp)];
        foreach (Entry entry in leaving)
        {
            held.Remove(entry.Write.Id);
        }

        foreach (ReplicaId created in leaving.Where(entry => entry.Write.Kind == WriteKind.Creation).Select(CreatedBy))
        {
            AcceptStamp last = held.Values.Where(entry => entry.Write.Id.Origin == created && entry.Number.IsGiven)
                .Aggregate(
                    AcceptStamp.None, (last, entry) => entry.Write.Id.Stamp > last ? entry.Write.Id.Stamp : last);
            Withdraw(new(created, last));
        }

        sorted = null;
    }

    private void Set(Entry entry)
    {
        held[entry.Write.Id] = entry;
        sorted = null;
    }

    private static ReplicaId CreatedBy(Entry entry) => entry.Write.Id.Origin.Child(entry.Write.Id.Stamp);

    /// <summary>A walk through a log.</summary>
    private sealed class Replay(Remembering remembering, int supportedLevel)
    {
        private readonly List<Write> executed = [];
        private LevelLaw law = new();
        private CommitEpoch epoch = CommitEpoch.First;
        private AcceptStamp since;

        public List<Outcome> Outcomes { get; } = [];

        public Firsts Firsts { get; } = new(remembering);

        public ReplicaId Primary { get; private set; } = ReplicaId.Base;

        /// <summary>True once the level is above what the software executes: nothing is executed any more.</summary>
        public bool IsBelowLevel => law.Level > supportedLevel;

        public void Take(Entry entry)
        {
            Outcomes.Add(IsBelowLevel ? Outcome.None : Execute(entry));
            executed.Add(entry.Write);
        }

        private Outcome Execute(Entry entry)
        {
            if (!Firsts.IsFirst(entry, counts: entry.Write.Schema <= law.Level))
            {
                return Outcome.Repeated;
            }

            if (!entry.Write.IsUnderstood || entry.Write.Schema > law.Level)
            {
                return Outcome.NotUnderstood;
            }

            return entry.Number.IsGiven ? Rule(entry) : Outcome.Applied;
        }

        /// <summary>What a write says of the database itself takes effect at its commit.</summary>
        private Outcome Rule(Entry entry)
        {
            (law, bool isRightful) = law.After(entry.Write, Primary);
            if (entry.Write.HandOffTarget is { } target)
            {
                isRightful = IsRightful(entry);
                (Primary, since) = isRightful ? (target, entry.Write.Id.Stamp) : (Primary, since);
            }
            else if (entry.Write.TakeOver is { } terms)
            {
                isRightful = ChainLaw.BeginsEpoch(entry.Write, new(entry.Number.Value - 1), epoch, Hash);
                (Primary, epoch, since) = isRightful
                    ? (entry.Write.Id.Origin, terms.Epoch, entry.Write.Id.Stamp)
                    : (Primary, epoch, since);
            }

            return isRightful ? Outcome.Applied : Outcome.Conflicted;
        }

        /// <summary>A hand-off counts when the primary made it as such, and as its very next commit.</summary>
        private bool IsRightful(Entry handOff) => handOff.Write.Id.Origin == Primary
            && handOff.Number == handOff.Write.HandOffAfter.Next
            && handOff.Write.Id.Stamp > since;

        /// <summary>The chained hash of what was executed so far, made anew from the start.</summary>
        private ChainHash Hash() => executed.Zip(Outcomes).Aggregate(
            ChainHash.Empty,
            (hash, commit) => ChainLaw.Extend(hash, commit.First, commit.Second));
    }

    /// <summary>The writes that have an idempotency key and repeat no other, on the way through a log.</summary>
    private sealed class Firsts(Remembering remembering)
    {
        private readonly Dictionary<string, WriteId> byKey = [];
        private readonly HashSet<WriteHash> held = [];
        private readonly HashSet<WriteHash> remade = [];
        private AcceptStamp horizon;

        /// <summary>True unless the write repeats one that was here before.</summary>
        /// <param name="entry">The write at its place.</param>
        /// <param name="counts">False for one above the format level, which says nothing, its key included.</param>
        public bool IsFirst(Entry entry, bool counts)
        {
            bool isFirst = !counts || (Find(entry.Write) is null && !RepeatsRoot(entry.Write));
            if (counts)
            {
                NoteRoot(entry.Write);
            }

            if (isFirst && counts && entry.Write.HasRequestKey)
            {
                byKey[KeyOf(entry.Write)] = entry.Write.Id;
            }

            horizon = entry.Number.IsGiven && entry.Write.Id.Stamp > horizon ? entry.Write.Id.Stamp : horizon;
            return isFirst;
        }

        public WriteId? Find(Write write) => write.HasRequestKey
            && byKey.TryGetValue(KeyOf(write), out WriteId first)
            && remembering.Covers(first.Stamp, write.Id.Stamp, horizon)
                ? first
                : null;

        private void NoteRoot(Write write)
        {
            held.Add(write.Hash);
            if (write.Original is { } original)
            {
                remade.Add(original.Hash);
            }
        }

        private bool RepeatsRoot(Write write) => remade.Contains(write.Root.Hash)
            || (write.Original is { } original
                && held.Contains(original.Hash)
                && remembering.Covers(original.Id.Stamp, write.Id.Stamp, horizon));

        private static string KeyOf(Write write) => Convert.ToHexString(write.RequestKey.Span);
    }
}
