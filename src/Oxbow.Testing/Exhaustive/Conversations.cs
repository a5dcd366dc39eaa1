using Oxbow.Core.Messages;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Exhaustive;

/// <summary>
/// All that can come of a link between two replicas while they hear nobody else: every order of deliveries, writes and
/// crashes at both, cut at every moment. The third replica has no part in it, and what it does meanwhile it can as well do
/// before or after; so two replicas in two states converse once, whatever the third holds.
/// </summary>
internal sealed class Conversations(Moves moves, int writesMeanwhile)
{
    private readonly Dictionary<(int Dialer, int Listener, int DialerState, int ListenerState, LinkPurpose Purpose, Budget Budget), GlobalState[]> known = [];
    private readonly SeenStates seen = new();
    private readonly List<(GlobalState State, int Parent, Move Move)> states = [];
    private readonly List<Move> possible = [];
    private int expanded;
    private Move tried;

    /// <summary>States with an open link, each counted once for each pair of states that a conversation begins in.</summary>
    public long States { get; private set; }

    /// <summary>Moves tried in them.</summary>
    public long Transitions { get; private set; }

    /// <summary>The states without a link that a dial can lead to.</summary>
    public IEnumerable<GlobalState> EndsOf(GlobalState state, Move dial)
    {
        GlobalState first = Alone(state, dial);
        (int, int, int, int, LinkPurpose, Budget) key = (dial.Slot, dial.Peer, first.Local(dial.Slot), first.Local(dial.Peer), dial.Purpose, first.Budget);
        if (!known.TryGetValue(key, out GlobalState[]? ends))
        {
            Explore(first, dial, null);
            known[key] = ends = [.. states.Select(one => one.State).Where(one => !one.HasLinks)];
            States += states.Count - ends.Length;
        }

        return ends.Select(end => Together(state, end, dial));
    }

    /// <summary>The moves of a shortest way from a dial to an end; without one, to the state in which something breaks.</summary>
    public IReadOnlyList<Move> PathTo(GlobalState state, Move dial, GlobalState? end)
    {
        List<Move> path = [];
        GlobalState first = Alone(state, dial);
        int at;
        try
        {
            at = Explore(first, dial, end is { } wanted ? one => Together(state, one, dial).Equals(wanted) : null);
        }
        catch (InvariantBrokenException)
        {
            at = expanded;
            path.Add(tried);
        }

        for (; at >= 0; at = states[at].Parent)
        {
            path.Insert(0, states[at].Move);
        }

        return path;
    }

    /// <summary>The same without the third replica.</summary>
    private GlobalState Alone(GlobalState state, Move dial)
    {
        state.SetLocal(3 - dial.Slot - dial.Peer, 0);
        state.Budget = state.Budget.During(writesMeanwhile);
        return state;
    }

    private GlobalState Together(GlobalState before, GlobalState end, Move dial)
    {
        before.SetLocal(dial.Slot, end.Local(dial.Slot));
        before.SetLocal(dial.Peer, end.Local(dial.Peer));
        before.Budget = before.Budget.Less(before.Budget.During(writesMeanwhile), end.Budget);
        return before;
    }

    /// <summary>Goes through all states breadth first, or until one is wanted; gives that one.</summary>
    private int Explore(GlobalState first, Move dial, Predicate<GlobalState>? isWanted)
    {
        seen.Clear();
        states.Clear();
        (expanded, tried) = (-1, dial);
        Add(moves.After(first, dial)!.Value, dial);
        for (expanded = 0; expanded < states.Count; expanded++)
        {
            GlobalState from = states[expanded].State;
            if (from.HasLinks)
            {
                Expand(from, dial);
            }
            else if (isWanted is not null && isWanted(from))
            {
                return expanded;
            }
        }

        return -1;
    }

    private void Expand(GlobalState from, Move dial)
    {
        possible.Clear();
        moves.AddPossible(from, dial.Slot, dial.Peer, possible);
        foreach (Move move in possible)
        {
            tried = move;
            if (moves.After(from, move) is { } next)
            {
                Transitions++;
                Add(next, move);
            }
        }
    }

    private void Add(GlobalState state, Move move)
    {
        if (seen.Add(state))
        {
            states.Add((state, expanded, move));
        }
    }
}
