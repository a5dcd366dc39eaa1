using Oxbow.Core.Messages;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Exhaustive;

/// <summary>
/// I10 and I18: from a state with nothing on its way, replicas that were leaving leave, the others exchange in rounds,
/// and all have to hold the same, and all that was ever accepted; with a primary among them all is committed. Without
/// one, one take-over has to be enough for that (I34).
/// </summary>
internal sealed class Convergence(IReadOnlyList<LocalStates> locals, LinkStates links, KnownWrites writes)
{
    private const int Replicas = 3;
    private const int MostRounds = 4;

    private readonly Moves moves = new(locals, links, Replicas, 0);
    private readonly HashSet<(int A, int B, int C)> done = [];
    private readonly Dictionary<(int, int, int, int, LinkPurpose), (int, int)> conversations = [];

    /// <summary>How many states were checked.</summary>
    public int Count => done.Count;

    /// <summary>After how many of them nobody is the primary.</summary>
    public int Orphans { get; private set; }

    /// <summary>Most rounds that were needed.</summary>
    public int Rounds { get; private set; }

    /// <summary>Checks a state without links.</summary>
    public void Require(GlobalState state)
    {
        if (!done.Add((state.Local(0), state.Local(1), state.Local(2))))
        {
            return;
        }

        LocalView end = Run(state);
        for (int slot = 0; slot < Replicas; slot++)
        {
            foreach (OwnWrite own in moves.ViewOf(state, slot).Own)
            {
                if (!end.Log.Contains(own.Number))
                {
                    throw new InvariantBrokenException("I14", $"nobody who stays holds {writes[own.Number]}");
                }
            }
        }
    }

    private LocalView Run(GlobalState state)
    {
        (state, LocalView end) = Equalize(state);
        int[] successors = [.. Staying(state).Where(slot => locals[slot][state.Local(slot)].View.CanTakeOver)];
        if (Staying(state).Any(slot => moves.ViewOf(state, slot).IsPrimary))
        {
            return end;
        }

        Orphans++;
        if (successors.Length == 0)
        {
            return end;
        }

        state = moves.After(state, new(MoveKind.TakeOver, successors[^1]))!.Value;
        (state, end) = Equalize(state);
        return moves.ViewOf(state, successors[^1]).IsPrimary
            ? end
            : throw new InvariantBrokenException("I34", $"{Pair.NameOf(successors[^1])} took over, and nobody commits");
    }

    private (GlobalState State, LocalView View) Equalize(GlobalState state)
    {
        for (int round = 1; round <= MostRounds; round++)
        {
            Converse(ref state);
            LocalView[] staying = [.. Staying(state).Select(slot => moves.ViewOf(state, slot))];
            LocalView first = staying[0];
            if (Array.TrueForAll(staying, view => view.IsEqualTo(first)) && (first.CommittedCount == first.Log.Length || !Array.Exists(staying, view => view.IsPrimary)))
            {
                Rounds = Math.Max(Rounds, round);
                return (state, first);
            }
        }

        throw new InvariantBrokenException(
            "I10", $"after {MostRounds} rounds of exchanges the replicas are not equal: {Describe(state)}");
    }

    private string Describe(GlobalState state) => string.Join(
        ", ",
        Staying(state).Select(slot => (Name: Pair.NameOf(slot), View: moves.ViewOf(state, slot)))
            .Select(one => $"{one.Name} holds {one.View.Log.Length} writes, {one.View.CommittedCount} committed"));

    private void Converse(ref GlobalState state)
    {
        for (int slot = 0; slot < Replicas; slot++)
        {
            for (int peer = 0; peer < Replicas; peer++)
            {
                bool isLeaving = moves.ViewOf(state, slot).Standing == Standing.Retiring;
                if (peer != slot && isLeaving && moves.ViewOf(state, peer).Standing == Standing.Active)
                {
                    Converse(ref state, slot, peer, LinkPurpose.RetirementHandover);
                }
            }
        }

        foreach (int slot in Staying(state))
        {
            foreach (int peer in Staying(state).Where(peer => peer != slot))
            {
                Converse(ref state, slot, peer, LinkPurpose.Exchange);
            }
        }
    }

    private int[] Staying(GlobalState state) => [.. Enumerable.Range(0, Replicas).Where(slot => moves.ViewOf(state, slot).Standing != Standing.Retired)];

    private void Converse(ref GlobalState state, int dialer, int listener, LinkPurpose purpose)
    {
        (int, int, int, int, LinkPurpose) key = (dialer, listener, state.Local(dialer), state.Local(listener), purpose);
        if (!conversations.TryGetValue(key, out (int Dialer, int Listener) ends))
        {
            conversations[key] = ends = Talk(state, dialer, listener, purpose);
        }

        state.SetLocal(dialer, ends.Dialer);
        state.SetLocal(listener, ends.Listener);
    }

    private (int Dialer, int Listener) Talk(GlobalState state, int dialer, int listener, LinkPurpose purpose)
    {
        int pair = Pair.Of(dialer, listener);
        state = moves.After(state, new(MoveKind.Dial, dialer, listener, purpose))!.Value;
        while (state.Link(pair) != 0)
        {
            bool toListener = links[state.Link(pair)].ToListener.Length > 0;
            state = moves.After(state, new(MoveKind.Deliver, toListener ? listener : dialer, toListener ? dialer : listener))!.Value;
        }

        return (state.Local(dialer), state.Local(listener));
    }
}
