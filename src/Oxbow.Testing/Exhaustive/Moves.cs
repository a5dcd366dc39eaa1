using System.Collections.Immutable;
using System.Numerics;
using Oxbow.Core.Messages;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Exhaustive;

/// <summary>What can happen in a state of the small world, and what comes of it.</summary>
internal sealed class Moves(IReadOnlyList<LocalStates> locals, LinkStates links, int linksAtOnce, int writesMeanwhile)
{
    private const int Replicas = 3;

    /// <summary>Adds every move that is possible in a state.</summary>
    public void AddPossible(in GlobalState state, List<Move> moves)
    {
        for (int slot = 0; slot < Replicas; slot++)
        {
            LocalView view = ViewOf(state, slot);
            if (view.Standing != Standing.Retired)
            {
                AddOwnMoves(state, slot, moves);
                AddLinkMoves(state, slot, view, moves);
            }
        }
    }

    /// <summary>
    /// Adds every move that two replicas between which there is a link can make, as long as nobody else is heard.
    /// </summary>
    public void AddPossible(in GlobalState state, int dialer, int listener, List<Move> moves)
    {
        LinkState link = links[state.Link(Pair.Of(dialer, listener))];
        foreach ((int slot, int peer) in ((int, int)[])[(dialer, listener), (listener, dialer)])
        {
            AddOwnMoves(state, slot, moves);
            AddLinkMoves(link, state.Budget, slot, peer, moves);
        }
    }

    /// <summary>
    /// The state that a move leads to; null when it is the same as another move, which is listed as well.
    /// </summary>
    public GlobalState? After(GlobalState state, Move move)
    {
        switch (move.Kind)
        {
            case MoveKind.Write:
                state.Budget = IsConversing(state, move.Slot) ? state.Budget.LessWriteMeanwhile : state.Budget.LessWrite;
                Turn(ref state, move.Slot, LocalInput.Write(move.Crashes));
                break;
            case MoveKind.TakeOver:
                state.Budget = state.Budget.LessTakeOver;
                Turn(ref state, move.Slot, LocalInput.TakeOver(move.Crashes));
                break;
            case MoveKind.Crash:
                Turn(ref state, move.Slot, LocalInput.Crash);
                break;
            case MoveKind.Dial:
                state.Budget = state.Budget.Meanwhile(writesMeanwhile);
                Dial(ref state, move);
                break;
            case MoveKind.Cut:
                Cut(ref state, Pair.Of(move.Slot, move.Peer));
                break;
            default:
                if (!Deliver(ref state, move))
                {
                    return null;
                }

                break;
        }

        state.Budget = move.Crashes || move.Kind == MoveKind.Crash ? state.Budget.LessCrash : state.Budget;
        Settle(ref state);
        state.Budget = state.HasLinks ? state.Budget : state.Budget.Meanwhile(0);
        return state;
    }

    public LocalView ViewOf(in GlobalState state, int slot) => locals[slot][state.Local(slot)].View;

    private void AddOwnMoves(in GlobalState state, int slot, List<Move> moves)
    {
        Standing standing = ViewOf(state, slot).Standing;
        if ((IsConversing(state, slot) ? state.Budget.HasWriteMeanwhile : state.Budget.HasWrite) && standing == Standing.Active)
        {
            AddWithCrash(moves, new(MoveKind.Write, slot), state.Budget);
        }

        if (state.Budget.HasTakeOver && ViewOf(state, slot).CanTakeOver && !IsConversing(state, slot))
        {
            AddWithCrash(moves, new(MoveKind.TakeOver, slot), state.Budget);
        }

        if (state.Budget.Crashes > 0 && standing != Standing.Retired)
        {
            moves.Add(new(MoveKind.Crash, slot));
        }
    }

    private bool IsConversing(in GlobalState state, int slot)
    {
        for (int pair = 0; pair < Pair.Count; pair++)
        {
            if (state.Link(pair) is var number and not 0 && links[number].IsOpenAt(slot))
            {
                return true;
            }
        }

        return false;
    }

    private static void AddWithCrash(List<Move> moves, Move move, Budget budget)
    {
        moves.Add(move);
        if (budget.Crashes > 0)
        {
            moves.Add(move with { Crashes = true });
        }
    }

    private void AddLinkMoves(in GlobalState state, int slot, LocalView view, List<Move> moves)
    {
        for (int peer = 0; peer < Replicas; peer++)
        {
            if (peer == slot)
            {
                continue;
            }

            int number = state.Link(Pair.Of(slot, peer));
            if (number != 0)
            {
                AddLinkMoves(links[number], state.Budget, slot, peer, moves);
            }
            else if (state.LinkCount < linksAtOnce && ViewOf(state, peer).Standing != Standing.Retired)
            {
                moves.Add(new(MoveKind.Dial, slot, peer, LinkPurpose.Exchange));
                if (view.Standing == Standing.Retiring || state.Budget.MayLeave(view.IsPrimary))
                {
                    moves.Add(new(MoveKind.Dial, slot, peer, LinkPurpose.RetirementHandover));
                }
            }
        }
    }

    private static void AddLinkMoves(LinkState link, Budget budget, int slot, int peer, List<Move> moves)
    {
        if (link.To(slot).Length > 0)
        {
            AddWithCrash(moves, new(MoveKind.Deliver, slot, peer), budget);
        }

        bool isFirstOpenEnd = link.IsOpenAt(slot) && (slot < peer || !link.IsOpenAt(peer));
        if (isFirstOpenEnd)
        {
            moves.Add(new(MoveKind.Cut, slot, peer));
        }
    }

    private void Dial(ref GlobalState state, Move move)
    {
        LinkState link = new(move.Slot, move.Purpose, (1 << move.Slot) | (1 << move.Peer), [], []);
        state.SetLink(Pair.Of(move.Slot, move.Peer), links.NumberOf(link));
        Turn(ref state, move.Slot, LocalInput.Open(move.Peer, move.Purpose, isDialer: true));
        Turn(ref state, move.Peer, LocalInput.Open(move.Slot, move.Purpose, isDialer: false));
    }

    private bool Deliver(ref GlobalState state, Move move)
    {
        int pair = Pair.Of(move.Slot, move.Peer);
        LinkState link = links[state.Link(pair)];
        ImmutableArray<int> messages = link.To(move.Slot);
        LocalInput input = LocalInput.Hear(move.Peer, messages[0], move.Crashes);
        if (move.Crashes && !locals[move.Slot].Step(state.Local(move.Slot), input).HasChanged)
        {
            // With nothing to make durable this is the crash before the message comes.
            return false;
        }

        state.SetLink(pair, links.Heard(link.Number, move.Slot));
        Turn(ref state, move.Slot, input);
        return true;
    }

    private void Cut(ref GlobalState state, int pair)
    {
        LinkState link = links[state.Link(pair)];
        state.SetLink(pair, 0);
        for (int slot = 0; slot < Replicas; slot++)
        {
            if (link.IsOpenAt(slot))
            {
                Turn(ref state, slot, LocalInput.Close(Pair.Other(pair, slot)));
            }
        }
    }

    private void Turn(ref GlobalState state, int slot, LocalInput input)
    {
        LocalView before = ViewOf(state, slot);
        LocalStep step = locals[slot].Step(state.Local(slot), input);
        state.SetLocal(slot, step.Next.Number);
        if (before.Standing == Standing.Active && step.Next.View.Standing == Standing.Retiring)
        {
            state.Budget = state.Budget.LessLeaver(before.IsPrimary);
        }

        foreach ((int peer, int message) in step.Sent)
        {
            int number = state.Link(Pair.Of(slot, peer));
            if (number != 0 && links[number] is var link && link.IsOpenAt(slot) && link.IsOpenAt(peer))
            {
                state.SetLink(Pair.Of(slot, peer), links.Sent(number, peer, message));
            }
        }

        bool hasEnded = input.Crashes || step.Next.View.Standing == Standing.Retired;
        for (int peer = 0; peer < Replicas; peer++)
        {
            if (peer != slot && (hasEnded || (step.Done & (1 << peer)) != 0))
            {
                EndAt(ref state, slot, peer, isAlive: !hasEnded);
            }
        }
    }

    private void EndAt(ref GlobalState state, int slot, int peer, bool isAlive)
    {
        int pair = Pair.Of(slot, peer);
        int number = state.Link(pair);
        if (number != 0 && links[number].IsOpenAt(slot))
        {
            state.SetLink(pair, links.NumberOf(links[number].WithoutEnd(slot)));
            if (isAlive)
            {
                Turn(ref state, slot, LocalInput.Close(peer));
            }
        }
    }

    /// <summary>An end that has heard everything from one that is closed closes as well.</summary>
    private void Settle(ref GlobalState state)
    {
        for (int pair = 0; pair < Pair.Count; pair++)
        {
            int number = state.Link(pair);
            if (number == 0)
            {
                continue;
            }

            LinkState link = links[number];
            bool isQuiet = link.ToDialer.IsEmpty && link.ToListener.IsEmpty;
            if (isQuiet && BitOperations.PopCount((uint)link.OpenEnds) == 1)
            {
                Cut(ref state, pair);
            }
            else if (isQuiet)
            {
                throw new InvariantBrokenException("I24", "a link is open, nothing is on its way, and neither end is done with it");
            }
        }
    }
}
