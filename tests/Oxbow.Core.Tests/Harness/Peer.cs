using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Harness;

/// <summary>
/// A replica with a disk, a clock of its own and a name. It obeys the effects as a node does: persist, send, reply.
/// </summary>
internal sealed class Peer
{
    private static readonly byte[] Collection = "songs"u8.ToArray();

    private readonly Cluster cluster;
    private readonly Dictionary<LinkId, Queue<PeerMessage>> outgoing = [];
    private readonly HashSet<ReplicaId> ids = [];
    private readonly List<ReplicaEvent> events = [];
    private readonly List<Reply> replies = [];

    internal Peer(Cluster cluster, string name, ReplicaIdentity identity)
    {
        this.cluster = cluster;
        Name = name;
        SupportedLevel = identity.Announced?.FormatLevel ?? cluster.Options.SupportedLevel;
        Replica = Replica.Create(identity, Options);
        Obey();
    }

    public string Name { get; }

    public Replica Replica { get; private set; }

    /// <summary>The format level that this peer's software executes.</summary>
    public int SupportedLevel { get; private set; }

    /// <summary>What a node would say of this peer at every start.</summary>
    public ReplicaDescription Description => new($"node-{Name}", default, SupportedLevel);

    private ReplicaOptions Options => cluster.Options with { SupportedLevel = SupportedLevel };

    public Disk Disk { get; private set; } = new();

    public ReplicaId Id => Replica.Identity.Replica;

    /// <summary>How far this peer's clock is off.</summary>
    public TimeSpan ClockError { get; set; }

    /// <summary>True once a retirement handover has ended: the program would end now.</summary>
    public bool HasLeft => Replica.Standing == Standing.Retired;

    /// <summary>Everything reported since the start.</summary>
    public IReadOnlyList<ReplicaEvent> Events => events;

    /// <summary>Largest commit number shown to a client or a peer.</summary>
    public CommitNumber Shown { get; private set; }

    public bool HasBeen(ReplicaId id) => ids.Contains(id);

    public void Step(Input input) => Turn([input]);

    /// <summary>One turn of a node: any number of inputs, then everything they want done.</summary>
    public void Turn(IEnumerable<Input> inputs)
    {
        Tick();
        foreach (Input input in inputs)
        {
            Replica.Step(input);
        }

        Obey();
    }

    /// <summary>The answers of the last turn.</summary>
    public IReadOnlyList<Reply> Replies => replies;

    /// <summary>Asks something and gives the answer, which may need several turns.</summary>
    public TReply Ask<TReply>(Func<RequestId, ClientRequest> request)
        where TReply : Reply
    {
        RequestId id = cluster.NextRequestId();
        Step(request(id));
        while (Replica.HasWaitingRequests && replies.TrueForAll(reply => reply.Id != id))
        {
            Turn([]);
        }

        Reply? answer = replies.Find(reply => reply.Id == id);
        return answer as TReply ?? throw new InvalidOperationException($"{Name} answered {answer}.");
    }

    /// <summary>Turns until nobody waits for an answer.</summary>
    public void AnswerAll()
    {
        while (Replica.HasWaitingRequests)
        {
            Turn([]);
        }
    }

    public WriteAccepted Write(SessionState? session, params Update[] updates) =>
        Ask<WriteAccepted>(id => new SubmitWrite(id, updates, session));

    /// <summary>A write that counts from format level 2 on.</summary>
    public TReply PutNewer<TReply>(string key, string value)
        where TReply : Reply =>
        Ask<TReply>(id => new SubmitWrite(id, [PutOf(key, value)], null) { Schema = 2 });

    /// <summary>Ends the software, and starts another one with the same data, which says who it is.</summary>
    public void Upgrade(int level)
    {
        SupportedLevel = level;
        Crash();
        Step(new Announce(Description));
    }

    public WriteId Put(string key, string value) => Write(null, PutOf(key, value)).Fate.Write;

    public WriteId Delete(string key) => Write(null, DeleteOf(key)).Fate.Write;

    public static Update PutOf(string key, string value) =>
        Update.Put(Collection, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"\"{value}\""));

    public static Update DeleteOf(string key) => Update.Delete(Collection, Encoding.UTF8.GetBytes(key));

    /// <summary>The text of a document, or null.</summary>
    public string? Get(string key, ReadView view = ReadView.Latest) => TextOf(Read(key, null, view).Document);

    public DocumentRead Read(string key, SessionState? session, ReadView view = ReadView.Latest) =>
        Ask<DocumentRead>(id => new ReadDocument(id, Collection, Encoding.UTF8.GetBytes(key), view, session));

    public Rejected ReadRefused(string key, SessionState session, ReadView view = ReadView.Latest) =>
        Ask<Rejected>(id => new ReadDocument(id, Collection, Encoding.UTF8.GetBytes(key), view, session));

    public Rejected WriteRefused(SessionState? session, params Update[] updates) =>
        Ask<Rejected>(id => new SubmitWrite(id, updates, session));

    public IReadOnlyList<DocumentView> Scan(ReadView view) => Ask<DocumentsRead>(id =>
        new ScanDocuments(id, Collection, new(default, default, default, default, int.MaxValue), view, null)).Documents;

    public IReadOnlyList<LogEntryView> Log() => Ask<LogRead>(id => new ReadLog(id, 0, int.MaxValue)).Entries;

    public ReplicaStatus Status(bool withDocumentsHash = true) =>
        Ask<StatusRead>(id => new ReadStatus(id, withDocumentsHash)).Status;

    public WriteFate? Fate(WriteId write) => Ask<FateRead>(id => new ReadFate(id, write)).Fate;

    public static string? TextOf(DocumentView? document) =>
        document is null ? null : Encoding.UTF8.GetString(document.Value.Span).Trim('"');

    /// <summary>Loses everything but the disk, and starts again from it.</summary>
    public void Crash(bool hasCutTail = false)
    {
        cluster.CutLinksOf(this);
        outgoing.Clear();
        Recover(hasCutTail);
    }

    /// <summary>Crashes in the middle of persisting what an input caused: nothing was sent or answered.</summary>
    public void CrashDuring(Input input, int recordsKept)
    {
        Tick();
        Replica.Step(input);
        Replica.EndTurn();
        Disk.Persist(Replica.TakeEffects(), recordsKept);
        outgoing.Clear();
        Recover();
        cluster.CutLinksOf(this);
    }

    /// <summary>Puts an older copy of the disk back, as an operator with a backup does.</summary>
    public void Restore(Disk backup, bool hasCutTail = false)
    {
        cluster.CutLinksOf(this);
        Disk = backup.Copy();
        Recover(hasCutTail);
    }

    /// <summary>
    /// The state after a commit that this peer has executed and has not omitted; null where there is none.
    /// </summary>
    public BaseState? StateAfter(CommitNumber number) =>
        number >= Disk.Start.Omitted.End.Number && number <= Status(withDocumentsHash: false).ExecutedNumber
            ? Replica.StateAfter(number)
            : null;

    /// <summary>
    /// Starts again from the state after a commit, with what stands behind it, and without what went before.
    /// </summary>
    public void Truncate(BaseState start)
    {
        CommitNumber end = start.Omitted.End.Number;
        LogEntryView[] behind = [.. Log().Where(entry => !entry.CommitNumber.IsGiven || entry.CommitNumber > end)];

        // A take-over can be committed before writes that its origin accepted earlier, so all writes go first.
        IEnumerable<LogRecord> writes = behind.Select(entry => entry.Write).OrderBy(write => write.Id)
            .Select(write => LogRecord.Of(write, CommitNumber.None));
        IEnumerable<LogRecord> notices = behind.Where(entry => entry.CommitNumber.IsGiven)
            .Select(entry => LogRecord.Notice(entry.Write.Id, entry.CommitNumber));
        Disk.BeginWith(start, writes.Concat(notices));
        Crash();
    }

    internal void Open(LinkId link, LinkPurpose purpose, bool isDialer, Queue<PeerMessage> messages)
    {
        outgoing.Add(link, messages);
        Step(new LinkOpened(link, purpose, isDialer));
    }

    internal void Close(LinkId link)
    {
        outgoing.Remove(link);
        Step(new LinkClosed(link));
    }

    private void Recover(bool hasCutTail = false)
    {
        Replica = Replica.Recover(Disk.Identity!, Disk.Start, Disk.Read(), Options, hasCutTail);
        Tick();
        Obey();
    }

    private void Tick() => Replica.Tick(cluster.Now + ClockError);

    private void Obey()
    {
        Replica.EndTurn();
        Effects effects = Replica.TakeEffects();
        Disk.Persist(effects);
        ids.Add(Id);
        foreach (PeerSend send in effects.Send)
        {
            Show(send.Message);
            if (outgoing.TryGetValue(send.Link, out Queue<PeerMessage>? messages))
            {
                messages.Enqueue(send.Message);
            }
        }

        replies.Clear();
        foreach (Reply reply in effects.Replies)
        {
            replies.Add(reply);
            Show(reply is WriteAccepted accepted ? accepted.Fate.CommitNumber : CommitNumber.None);
        }

        events.AddRange(effects.Events);
        Replica.Advance();
    }

    private void Show(PeerMessage message)
    {
        if (message is Hello hello)
        {
            Show(hello.CommitNumber);
        }
        else if (message is Batch batch)
        {
            foreach (LogRecord record in batch.Records)
            {
                Show(record.CommitNumber);
            }
        }
    }

    private void Show(CommitNumber number) => Shown = number > Shown ? number : Shown;
}
