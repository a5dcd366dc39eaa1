using Oxbow.Core.Identity;
using Oxbow.Core.Messages;

namespace Oxbow.Core.Conversations;

/// <summary>Direct mail: each end pushes its fresh writes, and nothing is acknowledged.</summary>
internal sealed class MailConversation(ConversationParts parts, LinkOpened opened) : HelloConversation(parts, opened)
{
    protected override Rejection? Greet(Hello hello)
    {
        State.Outbox.Subscribe();
        return null;
    }

    protected override Rejection? HearFrom(ReplicaId peer, PeerMessage message) => message is Mail mail
        ? State.ActOn(MailCheck.Judge(State, mail)) ?? Parts.HoldBack.Offer(mail, peer)
        : OutOfTurn(message);

    protected override void SayMoreToPeer()
    {
        foreach (Mail mail in State.Outbox.Waiting)
        {
            Say(mail);
        }
    }

    protected override void LeavePeer() => State.Outbox.Unsubscribe();
}
