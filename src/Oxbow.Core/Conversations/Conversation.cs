using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;

namespace Oxbow.Core.Conversations;

/// <summary>
/// What is said over one link, from its opening to its end. There is one class for each purpose, and for each end where
/// the two differ; where the conversation stands is its own affair.
/// </summary>
internal abstract class Conversation(ConversationParts parts, LinkOpened opened)
{
    private bool isOver;

    protected ConversationParts Parts { get; } = parts;

    protected ReplicaState State => Parts.State;

    protected LinkId Link => opened.Link;

    protected bool IsDialer => opened.IsDialer;

    /// <summary>The link is open: says the first words, if this end has any.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Takes a message; one that comes after the end is late and ignored.</summary>
    public void Receive(PeerMessage message)
    {
        if (isOver)
        {
            return;
        }

        if (message is Refusal refusal)
        {
            End(refusal.Rejection);
        }
        else if (Hear(message) is { } rejection)
        {
            Refuse(rejection);
        }
    }

    /// <summary>Says what there is to say at the end of a turn.</summary>
    public void Continue()
    {
        if (!isOver)
        {
            SayMore();
        }
    }

    /// <summary>The link is gone.</summary>
    public void Close()
    {
        if (!isOver)
        {
            isOver = true;
            LetGo();
        }
    }

    /// <summary>Takes a message in its turn; gives the reason when it is refused.</summary>
    protected abstract Rejection? Hear(PeerMessage message);

    /// <summary>Says what has come up since the last turn.</summary>
    protected virtual void SayMore()
    {
    }

    /// <summary>The conversation is over, whatever the reason; called once.</summary>
    protected virtual void LetGo()
    {
    }

    protected void Say(PeerMessage message) => State.Effects.Send(Link, message);

    /// <summary>Nothing is left to say, or the peer has refused.</summary>
    protected void End(Rejection? rejection = null)
    {
        Close();
        State.Effects.Report(new LinkDone(Link, rejection));
    }

    /// <summary>
    /// Tells the peer why this end does not go on. What points at damage beyond the link is an alarm.
    /// </summary>
    protected void Refuse(Rejection rejection)
    {
        Say(new Refusal(rejection));
        End(rejection);
        if (rejection.Code is RejectionCode.IdentityClash or RejectionCode.Diverged
            or RejectionCode.ClockAhead or RejectionCode.Hole)
        {
            State.Effects.Report(new Alarm(rejection));
        }
    }

    protected Rejection OutOfTurn(PeerMessage message) =>
        new(RejectionCode.OutOfTurn,
            $"{message.GetType().Name} has no place in a link for {opened.Purpose} at this moment.");
}
