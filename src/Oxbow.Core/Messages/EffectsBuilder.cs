using System.Collections.Immutable;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Messages;

/// <summary>Collects what a replica wants done until the node takes it.</summary>
internal sealed class EffectsBuilder
{
    private readonly List<LogRecord> persist = [];
    private readonly List<PeerSend> send = [];
    private readonly List<Reply> replies = [];
    private readonly List<ReplicaEvent> events = [];
    private ReplicaIdentity? identity;
    private bool isTaken;

    public void PersistIdentity(ReplicaIdentity identity) => this.identity = identity;

    /// <summary>An entry as it stands now: the whole write the first time, afterwards its commit number only.</summary>
    public void Persist(LogEntry entry)
    {
        persist.Add(entry.IsPersisted
            ? LogRecord.Notice(entry.Write.Id, entry.CommitNumber)
            : LogRecord.Of(entry.Write, entry.CommitNumber));
        entry.IsPersisted = true;
    }

    /// <summary>Commits after a number are tentative again.</summary>
    public void PersistRollBack(CommitNumber number, CommitEpoch epoch) =>
        persist.Add(LogRecord.RollBackTo(number, epoch));

    /// <summary>The tentative writes of an origin after one of them have left the log.</summary>
    public void PersistWithdrawal(WriteId kept) => persist.Add(LogRecord.WithdrawalAfter(kept));

    public void Send(LinkId link, PeerMessage message) => send.Add(new(link, message));

    public void Reply(Reply reply) => replies.Add(reply);

    public void Reject(RequestId request, RejectionCode code, string detail) =>
        replies.Add(new Rejected(request, new(code, detail), []));

    public void RejectSession(RequestId request, ImmutableArray<VectorEntry> missing) =>
        replies.Add(new Rejected(request, new(RejectionCode.SessionNotSatisfied, "This replica lacks writes that the session depends on: try again later or at another replica."), missing));

    public void Report(ReplicaEvent news) => events.Add(news);

    public void ExpectDone()
    {
        if (isTaken)
        {
            throw new InvalidOperationException("The effects taken before are not done yet: call Advance first.");
        }
    }

    public Effects Take()
    {
        ExpectDone();
        isTaken = true;
        return new(identity, persist, send, replies, events);
    }

    public void Advance()
    {
        if (!isTaken)
        {
            throw new InvalidOperationException("There are no effects to be done with: call TakeEffects first.");
        }

        isTaken = false;
        identity = null;
        persist.Clear();
        send.Clear();
        replies.Clear();
        events.Clear();
    }
}
