using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Replicas;

/// <summary>
/// What follows from clocks that are wrong, or were (docs/protocol.md, "Clocks that are wrong"): writes wait, both ends
/// are told, and under a new id stamps are those of the clock again.
/// </summary>
internal sealed class ClockReview(ReplicaState state)
{
    private readonly HashSet<ReplicaId> apart = [];
    private bool isTimeKnown = true;

    /// <summary>A peer has shown that the stamps here are ahead, and that the clock is right by now.</summary>
    private bool wasAhead;

    /// <summary>Writes that wait because their stamps lie too far ahead of the clock here.</summary>
    public AheadOfTime Ahead { get; } = new(state.Options.Sizes.RememberedAhead);

    private HybridClock Clock => state.Clock;

    /// <summary>
    /// Says what time it is. What was recovered is judged by the first time that is told. What waited is asked for
    /// again once its time has come: the conversations over which it was passed over end with this turn, and up to then
    /// it is not taken.
    /// </summary>
    public void Tick(DateTimeOffset now)
    {
        Clock.Tick(now);
        if (!isTimeKnown)
        {
            isTimeKnown = true;
            foreach (OriginLog chain in state.Log.Chains)
            {
                Clock.See(LastNear(chain));
            }
        }

        if (Ahead.IsOver(Clock))
        {
            Ahead.End();
            state.BeginConversationsAnew();
        }
    }

    /// <summary>
    /// After recovery: the stamps of own writes and of tentative ones are smaller than those to come, whatever the
    /// time. A committed one of another replica may be of a clock that was wrong.
    /// </summary>
    public void RecoverStamps()
    {
        isTimeKnown = false;
        foreach (OriginLog chain in state.Log.Chains)
        {
            if (chain.Last is { IsCommitted: false } last)
            {
                Clock.Know(last.Stamp);
            }
        }

        Clock.Know(state.Log.ChainOf(state.Identity.Replica)?.LastStamp ?? AcceptStamp.None);
    }

    /// <summary>A tentative write is not taken before its time, nor what follows it; gives the reason.</summary>
    public Rejection PassOver(Write write)
    {
        Rejection reason = new(RejectionCode.ClockAhead,
            $"{write.Id} was accepted more than {state.Options.MaximumClockAhead} ahead of the clock here, "
            + $"{Clock.PhysicalTime:u}: set the clocks right. It is taken once they agree, or as soon as it is committed; what "
            + "others accepted is not held up.");
        if (Ahead.Add(write))
        {
            state.Effects.Report(new Alarm(reason));
        }

        return reason;
    }

    /// <summary>Says so when the clocks of this replica and of a peer begin to differ by more than the bound.</summary>
    public void CompareWith(Hello hello)
    {
        if (Clock.AgreesWith(hello.SentAt ?? Clock.PhysicalTime))
        {
            apart.Remove(hello.Identity.Replica);
        }
        else if (apart.Count < state.Options.Sizes.RememberedClocksApart && apart.Add(hello.Identity.Replica))
        {
            state.Effects.Report(new Alarm(new(RejectionCode.ClockAhead,
                $"It is {Clock.PhysicalTime:u} here and {hello.SentAt:u} at replica {hello.Identity.Replica}: one of the clocks is "
                + "wrong, and neither takes what the other one's accepts ahead of its time. Set it right.")));
        }
    }

    /// <summary>A peer shows that this replica's stamps are ahead of a clock that is right by now.</summary>
    public void NoteWasAhead() => wasAhead = true;

    /// <summary>
    /// Under a new id stamps are those of the clock again. What was accepted under the old one with stamps from ahead
    /// of time, and is not committed, is made again. Not where the id was lost for another reason: then it may be the
    /// clock here that is slow, and others hold what was accepted in time.
    /// </summary>
    public void GoBack()
    {
        bool isProven = wasAhead;
        wasAhead = false;
        if (!isProven || !Clock.IsAstray)
        {
            return;
        }

        ReplicaId old = state.Identity.Replica;
        OriginLog? chain = state.Log.ChainOf(old);
        AcceptStamp committed = chain?.LastCommitted ?? AcceptStamp.None;
        AcceptStamp near = chain is null ? AcceptStamp.None : LastNear(chain);
        state.Withdrawals.Withdraw(
            new(old, committed > near ? committed : near),
            new(RejectionCode.ClockAhead, $"The clock was ahead when {old} accepted writes."));
        Clock.GoBackTo(state.Log.Chains.Select(LastNear).DefaultIfEmpty().Max());
    }

    private AcceptStamp LastNear(OriginLog chain) => chain.LastUpTo(Clock.Bound);
}
