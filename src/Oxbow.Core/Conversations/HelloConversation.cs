using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;

namespace Oxbow.Core.Conversations;

/// <summary>
/// A conversation of two replicas: both say hello, each judges the other's, and only then they go on.
/// </summary>
internal abstract class HelloConversation(ConversationParts parts, LinkOpened opened) : Conversation(parts, opened)
{
    private ReplicaId? peer;
    private int? helloVersion;
    private ReplicaIndex[] doubted = [];

    /// <summary>Why this replica takes no part whoever the peer is, or null.</summary>
    protected virtual Rejection? OwnRefusal => RefusalOfRetired;

    /// <summary>Who has retired takes nothing more, which could make its own retirement leave its log.</summary>
    private Rejection? RefusalOfRetired => State.Standing.HasRetired ? State.Standing.RefusalOfWrites() : null;

    public override void Begin() => SayHello();

    protected void SayHello()
    {
        WriteLog log = State.Log;
        helloVersion = State.HelloVersion;
        doubted = [.. State.Forks.Doubted];
        Say(new Hello(State.Identity, State.Forks.Claim(log), log.LastCommitted, State.History.Hash)
        {
            Epochs = [.. log.Epochs.Starts],
            ExecutedNumber = State.History.ExecutedNumber,
            SupportedLevel = State.Options.SupportedLevel,
            SentAt = State.Clock.PhysicalTime,
            NextStamp = State.RefusalOfWrites() is null ? State.Clock.Next : AcceptStamp.None,
            LogDigest = doubted.Length == 0 ? log.Digest : null,
        });
    }

    /// <summary>True when the peer thinks that something is here which is not.</summary>
    protected virtual bool IsMisled => false;

    /// <summary>What the peer sends is meant for one that holds what the hello said, in the turn that ends that, too.</summary>
    private Rejection? RefusalOfStale =>
        helloVersion is { } told && (told != State.HelloVersion || IsMisled) ? StartAnew : null;

    protected sealed override Rejection? Hear(PeerMessage message)
    {
        State.Forks.Speaker = peer ?? (message as Hello)?.Identity.Replica;
        Rejection? rejection = (message, peer) switch
        {
            (Hello hello, null) => HearHello(hello),
            (not Hello, not null) => RefusalOfRetired ?? RefusalOfStale ?? HearFrom(peer, message),
            _ => OutOfTurn(message),
        };
        State.Forks.Speaker = null;
        return rejection;
    }

    protected sealed override void SayMore()
    {
        if (RefusalOfStale is { } stale)
        {
            Refuse(stale);
        }
        else if (peer is not null)
        {
            SayMoreToPeer();
        }
    }

    protected sealed override void LetGo()
    {
        if (peer is not null)
        {
            LeavePeer();
        }
    }

    /// <summary>The peer's hello is in order; gives the reason when it is refused all the same.</summary>
    protected abstract Rejection? Greet(Hello hello);

    /// <summary>Takes a message that came after the hello.</summary>
    protected abstract Rejection? HearFrom(ReplicaId peer, PeerMessage message);

    protected virtual void SayMoreToPeer()
    {
    }

    /// <summary>A conversation that had got beyond the hello is over.</summary>
    protected virtual void LeavePeer()
    {
    }

    /// <summary>The peer has sent everything that it lacked by this end's hello.</summary>
    protected void TrustCompared() => State.Forks.Trust(doubted, peer!);

    private static Rejection StartAnew => new(
        RejectionCode.StartAnew,
        "What this replica takes or holds is no longer what it said: greet it again.");

    private Rejection? HearHello(Hello hello)
    {
        if ((HelloCheck.FindSenderFault(State, hello) ?? OwnRefusal) is { } stranger)
        {
            return stranger;
        }

        if (State.ActOn(HelloCheck.JudgeClock(State, hello)) is { } astray)
        {
            State.Clocks.NoteWasAhead();
            return astray;
        }

        if (State.ActOn(HelloCheck.JudgeHoldings(State, hello)) is { } fault)
        {
            return fault;
        }

        if (doubted.Length == 0 && HelloCheck.FindOtherWrites(State, hello) is { } diverged)
        {
            // The next hello claims nothing of them, and what differs shows.
            State.Forks.DoubtWhole(State.Log.Origins);
            return diverged;
        }

        State.Clocks.CompareWith(hello);
        if (State.Forks.Doubt(HelloCheck.FindForked(State, hello)))
        {
            // What the peer holds under that id shows over a link on which this end has not claimed to hold it.
            return StartAnew;
        }

        State.HearPeer();
        if (Greet(hello) is { } refusal)
        {
            return refusal;
        }

        peer = hello.Identity.Replica;
        return null;
    }
}
