using Oxbow.Core.Identity;
using Oxbow.Core.Messages;

namespace Oxbow.Core.Conversations;

/// <summary>
/// The end of a replica that stays: it takes what the leaving one has, and sends nothing but acknowledgements. It says
/// hello only once it has judged that of the leaving one: whoever finds out then that its id is lost is told nothing.
/// </summary>
internal sealed class RetirementHandoverListener(ConversationParts parts, LinkOpened opened)
    : HelloConversation(parts, opened)
{
    private readonly IncomingRun incoming = new(parts.Receiver);

    protected override Rejection? OwnRefusal =>
        State.Standing.HasRetired || State.Standing.IsQuarantined ? State.Standing.RefusalOfWrites() : null;

    public override void Begin()
    {
        if (State.Standing.RefusalOfWrites() is { } refusal)
        {
            // Without a hello the leaving replica hands nothing to one that may leave before it or lose its id.
            Refuse(refusal);
        }
    }

    protected override Rejection? Greet(Hello hello)
    {
        SayHello();
        return null;
    }

    protected override Rejection? HearFrom(ReplicaId peer, PeerMessage message) =>
        message is Batch batch && incoming.IsNext(batch) && !incoming.HasEnded ? Take(batch, peer) : OutOfTurn(message);

    protected override void LeavePeer() => incoming.Leave();

    private Rejection? Take(Batch batch, ReplicaId peer)
    {
        long passedOver = Parts.Receiver.PassedOver;
        if ((State.Standing.RefusalOfWrites() ?? incoming.Take(batch, peer)) is { } rejection)
        {
            return rejection;
        }

        if (Parts.Receiver.PassedOver > passedOver)
        {
            // To acknowledge them would let the leaving replica take them with it.
            Rejection reason = Parts.Receiver.PassedOverFor!;
            return reason with
            {
                Detail = $"The leaving replica holds writes that cannot be taken: let it exchange with another replica before it leaves. {reason.Detail}",
            };
        }

        if (incoming.HasEnded && !State.Log.HasRetired(peer))
        {
            return new(RejectionCode.StartAnew,
                "The leaving replica has said all that it thinks is missing here, and its retirement is: exchange first.");
        }

        Say(new Acknowledgement(batch.Sequence));
        return null;
    }
}
