using System.Collections.Immutable;
using System.Text;
using Oxbow.Core.AntiEntropy;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Membership;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Clients;

/// <summary>
/// Serves clients: accepts their writes and answers their reads, at once or, when too much is pending, in a later turn.
/// </summary>
internal sealed class ClientRequests(ReplicaState state, HoldBack holdBack)
{
    private readonly AuthorityRequests authority = new(state);
    private readonly WaitingRequests waiting = new(state);

    /// <summary>True while a request waits for later turns.</summary>
    public bool HasWaiting => !waiting.IsEmpty;

    private WriteLog Log => state.Log;

    /// <summary>What clients can read: the log, unless this software does not execute all of it.</summary>
    private WriteLog Readable => state.History.Readable;

    public void Handle(ClientRequest request)
    {
        if (waiting.TryPass(request))
        {
            Answer(request);
        }
    }

    /// <summary>Answers those that wait, as far as what may be executed in this turn makes it possible.</summary>
    public void EndTurn()
    {
        while (waiting.Next() is { } request)
        {
            Answer(request);
        }

        waiting.EndTurn();
    }

    private void Answer(ClientRequest request)
    {
        switch (request)
        {
            case SubmitWrite submit:
                Submit(submit);
                break;
            case ReadDocument read:
                Read(read);
                break;
            case ScanDocuments scan:
                Scan(scan);
                break;
            case ReadLog read:
                ReadLog(read);
                break;
            case ReadFate read:
                state.Effects.Reply(new FateRead(read.Id, FindFate(read.Write)));
                break;
            case RaiseLevel raise:
                Raise(raise);
                break;
            case ReadStatus read:
                state.Effects.Reply(
                    new StatusRead(read.Id, StatusReport.Make(state, holdBack.Count, read.WithDocumentsHash)));
                break;
            case TakeOverPrimary takeOver:
                authority.TakeOver(takeOver);
                break;
            case MovePrimary move:
                authority.Move(move);
                break;
            case EvictReplica evict:
                EvictionRequest.Answer(state, evict);
                break;
            default:
                throw new ArgumentException($"No client can ask for {request.GetType().Name}.", nameof(request));
        }
    }

    private void Submit(SubmitWrite submit)
    {
        if (state.RefusalOfWrites() is { } refusal)
        {
            state.Effects.Reply(new Rejected(submit.Id, refusal, []));
            return;
        }

        string? fault = WriteValidation.FindFault(submit.Updates)
            ?? WriteValidation.FindRequestKeyFault(submit.RequestKey.Span);
        if (fault is not null)
        {
            state.Effects.Reject(submit.Id, RejectionCode.Invalid, fault);
            return;
        }

        if (submit.Schema > state.History.Level)
        {
            state.Effects.Reject(
                submit.Id,
                RejectionCode.LevelTooLow,
                $"The write needs format level {submit.Schema}, the database has {state.History.Level}: raise its level "
                + "once every node can, or write without what is new.");
            return;
        }

        if (!submit.RequestKey.IsEmpty
            && state.History.FindRequest(submit.RequestKey.Span, state.Clock.Next) is { } first)
        {
            AnswerRepeated(submit, first);
            return;
        }

        ImmutableArray<VectorEntry> missing = submit.Session is null
            ? []
            : MissingForWrite(submit.Session, submit.Updates);
        if (!missing.IsEmpty)
        {
            state.Effects.RejectSession(submit.Id, missing);
            return;
        }

        if (submit.Preconditions.FirstOrDefault(condition => !Holds(condition)) is { } broken)
        {
            state.Effects.Reject(
                submit.Id,
                RejectionCode.PreconditionFailed,
                $"Document {Encoding.UTF8.GetString(broken.Key.Span)} is not what was expected: read it again and decide "
                + "anew.");
            return;
        }

        if (submit.Session is { } seen && FindStampAhead(seen, submit.Updates) is { } ahead)
        {
            state.Effects.Reject(
                submit.Id,
                RejectionCode.ClockAhead,
                $"The session has seen {ahead}, which was accepted more than {state.Options.MaximumClockAhead} ahead of "
                + "the clock here: set the clocks right, or write to another replica.");
            return;
        }

        LogEntry entry = state.Accept(submit.Updates, submit.RequestKey.Span, submit.Schema);
        waiting.ExecuteAccepted();
        Answer(submit, FateOf(entry));
    }

    private void Raise(RaiseLevel raise)
    {
        if (state.RefusalOfWrites() is { } refusal)
        {
            state.Effects.Reply(new Rejected(raise.Id, refusal, []));
            return;
        }

        // What this replica's own software executes has to be known to all before they judge the raise.
        Announcement.TellOthers(state);
        if (LevelRaise.FindFault(state, raise.Level) is { } fault)
        {
            state.Effects.Reply(new Rejected(raise.Id, fault, []));
            return;
        }

        state.Effects.Reply(new LevelRaised(raise.Id, FateOf(LevelRaise.Accept(state, raise.Level))));
    }

    private void Answer(SubmitWrite submit, WriteFate fate)
    {
        SessionState? session = submit.Session?.AfterWrite(fate.Write, submit.Updates.Select(KeyOf));
        state.Effects.Reply(new WriteAccepted(submit.Id, fate, session));
    }

    /// <summary>
    /// A retry gets the fate of the write that it repeats, if it is the same write. What one said that is omitted is
    /// not known any more.
    /// </summary>
    private void AnswerRepeated(SubmitWrite submit, WriteId first)
    {
        if (Log.Find(first) is { } entry && !SaysTheSame(entry.Write, submit.Updates))
        {
            state.Effects.Reject(
                submit.Id,
                RejectionCode.RequestKeyReused,
                $"The idempotency key belongs to {first}, which says something else: give every write a key of its "
                + "own.");
            return;
        }

        Answer(submit, FindFate(first)!.Value);
    }

    private static bool SaysTheSame(Write write, IReadOnlyList<Update> updates)
    {
        int index = 0;
        bool isSame = true;
        foreach (Update update in write.ReadUpdates())
        {
            isSame &= index < updates.Count && update.HasSameContent(updates[index]);
            index++;
        }

        return isSame && index == updates.Count;
    }

    private bool Holds(Precondition condition) =>
        state.History.Documents(ReadView.Latest).Find(
            condition.Collection.Span, condition.Key.Span, ReadView.Latest)?.Write == condition.Expected;

    /// <summary>
    /// In scope <see cref="SessionScope.Key"/> a write comes after every version of its documents that the session has
    /// made or read, also when this replica holds none of them: the clock takes note of their stamps. Gives the
    /// version whose stamp the clock cannot follow, or null.
    /// </summary>
    private WriteId? FindStampAhead(SessionState session, IReadOnlyList<Update> updates)
    {
        // A committed version comes before the write whatever their stamps.
        WriteId[] seen =
        [
            .. updates.Select(KeyOf)
                .SelectMany(session.VersionsOf)
                .Where(version => Log.Find(version) is not { IsCommitted: true }),
        ];
        foreach (WriteId version in seen)
        {
            if (state.Clock.IsTooFarAhead(version.Stamp))
            {
                return version;
            }
        }

        foreach (WriteId version in seen)
        {
            state.Clock.See(version.Stamp);
        }

        return null;
    }

    private void Read(ReadDocument read)
    {
        if (FindFault(read.Collection, read.Key) is { } fault)
        {
            state.Effects.Reject(read.Id, RejectionCode.Invalid, fault);
            return;
        }

        DocumentVersion? version = state.History.Documents(read.View).Find(
            read.Collection.Span, read.Key.Span, read.View);
        DocumentKey key = read.Session is { Scope: SessionScope.Key } ? KeyOf(read.Collection, read.Key) : default;
        if (read.Session is { } session
            && IsRefused(read.Id, MissingForRead(session, key, version), session, read.View))
        {
            return;
        }

        SessionState? after = AfterRead(read.Session, read.View);
        if (after is { Scope: SessionScope.Key } && version is { } shown)
        {
            after = after.AfterReadOf(key, shown.Write);
        }

        state.Effects.Reply(
            new DocumentRead(read.Id, version is { } found ? ViewOf(new(read.Key.ToArray(), found)) : null, after));
    }

    private void Scan(ScanDocuments scan)
    {
        if (WriteValidation.FindCollectionFault(scan.Collection.Span) is { } fault)
        {
            state.Effects.Reject(scan.Id, RejectionCode.Invalid, fault);
            return;
        }

        if (scan.Session is { } session && IsRefused(scan.Id, MissingForScan(session, scan), session, scan.View))
        {
            return;
        }

        SessionState? after = AfterRead(scan.Session, scan.View);
        List<DocumentView> found = [];
        bool hasMore = false;
        DatabaseState documents = state.History.Documents(scan.View);
        foreach (StoredDocument document in documents.Walk(scan.Collection, scan.Range, scan.View))
        {
            hasMore = found.Count == scan.Range.Limit;
            if (hasMore)
            {
                break;
            }

            found.Add(ViewOf(document));
            after = after is { Scope: SessionScope.Key }
                ? after.AfterReadOf(KeyOf(scan.Collection, document.Key), document.Version.Write)
                : after;
        }

        state.Effects.Reply(new DocumentsRead(scan.Id, found, hasMore, after));
    }

    private void ReadLog(ReadLog read)
    {
        List<LogEntryView> entries = [];
        long position = Math.Max(Log.Omitted.End.Number.Value, read.After);
        for (; position < Log.Count && entries.Count < read.Limit; position++)
        {
            LogEntry entry = Log.At(position);
            entries.Add(new(position + 1, entry.Write, entry.CommitNumber, entry.Outcome) { Arrival = entry.Arrival });
        }

        state.Effects.Reply(new LogRead(read.Id, entries, HasMore: position < Log.Count));
    }

    private ImmutableArray<VectorEntry> MissingForRead(
        SessionState session, DocumentKey key, DocumentVersion? present) =>
        session.Scope == SessionScope.Session
            ? SessionCheck.MissingForRead(session, Readable)
            : SessionCheck.MissingForRead(session, Readable, [new(key, present?.Write)]);

    /// <summary>
    /// In scope <see cref="SessionScope.Key"/> a scan reads every document of its range that the session remembers,
    /// also one that is absent here.
    /// </summary>
    private ImmutableArray<VectorEntry> MissingForScan(SessionState session, ScanDocuments scan)
    {
        if (session.Scope == SessionScope.Session)
        {
            return SessionCheck.MissingForRead(session, Readable);
        }

        string collection = Encoding.UTF8.GetString(scan.Collection.Span);
        IEnumerable<DocumentKey> remembered = session.KeysWritten.Keys.Union(session.KeysRead.Keys).Where(
            key => key.Collection == collection);
        DatabaseState documents = state.History.Documents(scan.View);
        return SessionCheck.MissingForRead(session, Readable, remembered
            .Select(key => (Key: key, Bytes: Encoding.UTF8.GetBytes(key.Key)))
            .Where(document => KeyScan.Contains(scan.Range, document.Bytes))
            .Select(document => KeyValuePair.Create(
                document.Key,
                documents.Find(scan.Collection.Span, document.Bytes, scan.View)?.Write)));
    }

    private ImmutableArray<VectorEntry> MissingForWrite(SessionState session, IReadOnlyList<Update> updates)
    {
        if (session.Scope == SessionScope.Session)
        {
            return SessionCheck.MissingForWrite(session, Readable);
        }

        DatabaseState documents = state.History.Documents(ReadView.Latest);
        return SessionCheck.MissingForWrite(session, Readable, updates.Select(update => KeyValuePair.Create(
            KeyOf(update),
            documents.Find(update.Collection.Span, update.Key.Span, ReadView.Latest)?.Write)));
    }

    private bool IsRefused(RequestId request, ImmutableArray<VectorEntry> missing, SessionState session, ReadView view)
    {
        bool goesBack = view == ReadView.Committed
            && session.Guarantees.HasFlag(Guarantees.MonotonicReads)
            && session.CommittedRead > Readable.LastCommitted;
        if (missing.IsEmpty && !goesBack)
        {
            return false;
        }

        state.Effects.RejectSession(request, missing);
        return true;
    }

    private SessionState? AfterRead(SessionState? session, ReadView view) =>
        session?.AfterRead(
            session.Scope == SessionScope.Session ? Readable.Known.ToVersionVector() : VersionVector.Empty,
            view == ReadView.Committed ? Readable.LastCommitted : null);

    private static string? FindFault(ReadOnlyMemory<byte> collection, ReadOnlyMemory<byte> key) =>
        WriteValidation.FindCollectionFault(collection.Span) ?? WriteValidation.FindKeyFault(key.Span);

    private static DocumentKey KeyOf(Update update) => KeyOf(update.Collection, update.Key);

    private static DocumentKey KeyOf(ReadOnlyMemory<byte> collection, ReadOnlyMemory<byte> key) =>
        new(Encoding.UTF8.GetString(collection.Span), Encoding.UTF8.GetString(key.Span));

    /// <summary>
    /// The fate of a write; of one that had to leave the log, or says nothing at its place, that of the one made again
    /// from it.
    /// </summary>
    private WriteFate? FindFate(WriteId write)
    {
        LogEntry? entry = Log.Find(write);
        if (entry is null && Log.Omitted.Recent.TryGetValue(write, out OmittedWrite omitted))
        {
            return new WriteFate(write, omitted.Number, omitted.Outcome);
        }

        if (entry is not { SaysNothing: false } && Log.Remade.Find(write) is { } remade)
        {
            return FateOf(remade) with { Write = write, RemadeAs = remade.Write.Id };
        }

        if (entry is not null)
        {
            return FateOf(entry);
        }

        return state.Withdrawals.Find(write) is null ? null : new WriteFate(write, CommitNumber.None, Outcome.None);
    }

    private static WriteFate FateOf(LogEntry entry) => new(entry.Write.Id, entry.CommitNumber, entry.Outcome);

    private static DocumentView ViewOf(StoredDocument document) =>
        new(document.Key, document.Version.Value, document.Version.Write, document.Version.Number);
}
