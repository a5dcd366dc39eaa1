using Oxbow.Core.AntiEntropy;
using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Membership;
using Oxbow.Core.Messages;

namespace Oxbow.Core.Conversations;

/// <summary>
/// The end of a replica that retires: it hands over everything it has, its retirement last, and has left once that is
/// durable at the peer. Nothing flows back.
/// </summary>
internal sealed class RetirementHandoverDialer(ConversationParts parts, LinkOpened opened)
    : HelloConversation(parts, opened)
{
    private RunSender? outgoing;

    /// <summary>Under which identity it began to leave.</summary>
    private ReplicaIdentity? leaver;

    protected override Rejection? OwnRefusal =>
        State.Standing.HasRetired || State.Standing.IsQuarantined ? State.Standing.RefusalOfWrites() : null;

    private RunSender Outgoing => outgoing ?? throw new InvariantException("the run begins with the hello");

    protected override Rejection? Greet(Hello hello)
    {
        ReplicaId heir = hello.Identity.Replica;
        if (State.Log.HasRetired(heir))
        {
            // Its hello was on the way while word of its retirement came from elsewhere.
            return new(RejectionCode.Retired, "The peer has retired since it greeted: hand over to another replica.");
        }

        if (State.Log.HasLostId(heir))
        {
            return new(
                RejectionCode.Evicted, "The peer was evicted, or was never created: hand over to another replica.");
        }

        if ((SharedCommits.FindOmission(State, hello) ?? Retirement.FindHandOffFault(State, hello)) is { } fault)
        {
            return fault;
        }

        Retirement.Accept(State, heir);
        leaver = State.Identity;
        outgoing = new(State, hello.Known, SharedCommits.With(State, hello));
        return null;
    }

    protected override Rejection? HearFrom(ReplicaId peer, PeerMessage message) =>
        message is Acknowledgement acknowledgement && Outgoing.Acknowledge(acknowledgement.Sequence)
            ? Conclude()
            : OutOfTurn(message);

    protected override void SayMoreToPeer()
    {
        while (!Outgoing.HasEnded && Outgoing.Next(mayEnd: true) is { } batch)
        {
            Say(batch);
        }
    }

    private Rejection? Conclude()
    {
        if (leaver != State.Identity)
        {
            // The peer was told that the old id retires; of what is accepted under the new one nothing was said.
            return new(RejectionCode.Quarantined,
                "This replica found its id in use elsewhere while it handed over: "
                + "let it leave once it has a new one.");
        }

        if (Outgoing is { HasEnded: true, IsAcknowledged: true })
        {
            State.Standing.CompleteRetirement();
            State.Effects.Report(new RunsEnded(Link, Outgoing.Sent, Received: 0));
            State.Effects.Report(new RetirementHandoverEnded(Link));
            End();
        }

        return null;
    }
}
