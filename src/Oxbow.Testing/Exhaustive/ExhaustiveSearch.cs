using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Exhaustive;

/// <summary>
/// Breadth first through every state that three replicas can come to within a scope. A step is a turn of one replica
/// with one thing that happens to it; see <c>docs/testing.md</c> for what is bounded and why.
/// </summary>
public sealed class ExhaustiveSearch
{
    private const int StatesForShorterPath = 1_000_000;

    private readonly SearchScope scope;
    private readonly IReadOnlyList<LocalStates> locals;
    private readonly Moves moves;
    private readonly Conversations? conversations;
    private readonly WorldChecks checks;
    private readonly Convergence convergence;
    private readonly SeenStates seen = new();
    private readonly List<GlobalState> states = [];
    private readonly List<int> parents = [];
    private readonly List<Move> possible = [];
    private long transitions;

    private ExhaustiveSearch(SearchScope scope, Surroundings surroundings, bool stepByStep, bool keepsWays = false)
    {
        this.scope = scope;
        KnownWrites writes = new();
        LinkStates links = new();
        KnownMessages messages = new();
        locals = [.. FirstDisks.Make(scope.AllAreKnown).Select((disk, slot) => new LocalStates(slot, disk, messages, writes, surroundings, keepsWays))];
        moves = new(locals, links, scope.LinksAtOnce, scope.WritesMeanwhile);
        conversations = scope.LinksAtOnce > 1 || stepByStep ? null : new(moves, scope.WritesMeanwhile);
        checks = new(locals, writes);
        convergence = new(locals, links, writes);
    }

    /// <summary>Searches until every state was seen, or one breaks an invariant.</summary>
    /// <param name="scope">How much may happen.</param>
    /// <param name="progress">Called now and then with the depth reached and what was found so far.</param>
    /// <param name="cancellation">Ends the search early; the result says so.</param>
    public static SearchResult Run(SearchScope scope, Action<int, SearchResult>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return Run(scope, new(), stepByStep: false, progress ?? ((_, _) => { }), cancellation);
    }

    /// <summary>Searches, and then tries the keys of single replicas; gives the number of turns compared.</summary>
    internal static int RunAndCompareWays(SearchScope scope)
    {
        ExhaustiveSearch search = new(scope, new(), stepByStep: false, keepsWays: true);
        search.Run((_, _) => { }, CancellationToken.None);
        return search.locals.Sum(local => local.CompareOtherWays());
    }

    /// <summary>The same with a bug planted, or without taking conversations as a whole.</summary>
    internal static SearchResult Run(SearchScope scope, Surroundings surroundings, bool stepByStep = false) =>
        Run(scope, surroundings, stepByStep, (_, _) => { }, CancellationToken.None);

    /// <summary>
    /// Searches; what breaks while conversations are taken as a whole is looked for again step by step, as far as that goes,
    /// since the shortest way counted in conversations may be a long one counted in steps.
    /// </summary>
    private static SearchResult Run(SearchScope scope, Surroundings surroundings, bool stepByStep, Action<int, SearchResult> progress, CancellationToken cancellation)
    {
        SearchResult result = new ExhaustiveSearch(scope, surroundings, stepByStep).Run(progress, cancellation);
        if (stepByStep || result.Path.Count == 0)
        {
            return result;
        }

        ExhaustiveSearch again = new(scope with { MaximumStates = Math.Min(scope.MaximumStates, StatesForShorterPath) }, surroundings, stepByStep: true);
        SearchResult shorter = again.Run((_, _) => { }, cancellation);
        return shorter.Path.Count == 0 || shorter.Path.Count >= result.Path.Count
            ? result
            : result with { Invariant = shorter.Invariant, Message = shorter.Message, Path = shorter.Path };
    }

    private SearchResult Run(Action<int, SearchResult> progress, CancellationToken cancellation)
    {
        int depth = 0;
        GlobalState first = default;
        first.Budget = Budget.Of(scope);
        Add(first, -1);
        for (int from = 0; from < states.Count; depth++)
        {
            progress(depth, ResultOf(depth, false, null));
            for (int to = states.Count; from < to; from++)
            {
                if (Expand(from) is { } broken)
                {
                    return ResultOf(depth + 1, true, broken);
                }

                if (cancellation.IsCancellationRequested || states.Count > scope.MaximumStates)
                {
                    return ResultOf(depth, false, null);
                }
            }
        }

        return ResultOf(depth - 1, true, null);
    }

    private SearchResult ResultOf(int depth, bool isComplete, (string Invariant, string Message, IReadOnlyList<string> Path)? broken) => new()
    {
        Scope = scope,
        States = seen.Count + (conversations?.States ?? 0),
        Transitions = transitions + (conversations?.Transitions ?? 0),
        Depth = depth,
        QuietStates = convergence.Count,
        Orphans = convergence.Orphans,
        ReplicaStates = locals.Sum(local => local.Count),
        Turns = locals.Sum(local => local.TurnCount),
        Rounds = convergence.Rounds,
        IsComplete = isComplete,
        Invariant = broken?.Invariant ?? "",
        Message = broken?.Message ?? "",
        Path = broken?.Path ?? [],
    };

    private (string Invariant, string Message, IReadOnlyList<string> Path)? Expand(int from)
    {
        (Move? last, GlobalState? end) = (null, null);
        try
        {
            if (!states[from].HasLinks)
            {
                convergence.Require(states[from]);
            }

            possible.Clear();
            moves.AddPossible(states[from], possible);
            foreach (Move move in possible)
            {
                (last, end) = (move, null);
                foreach (GlobalState next in After(states[from], move))
                {
                    transitions++;
                    end = next;
                    Add(next, from);
                }
            }

            return null;
        }
        catch (InvariantBrokenException broken)
        {
            return (broken.Invariant, broken.Message, PathTo(from, last, end));
        }
#pragma warning disable CA1031 // Whatever a replica throws is a finding.
        catch (Exception exception)
        {
            return ("crash", exception.ToString(), PathTo(from, last, end));
        }
#pragma warning restore CA1031
    }

    private IEnumerable<GlobalState> After(GlobalState state, Move move) =>
        conversations is not null && move.Kind == MoveKind.Dial ? conversations.EndsOf(state, move)
        : moves.After(state, move) is { } next ? [next]
        : [];

    /// <summary>Takes a state in that was not seen before, and checks it.</summary>
    private void Add(GlobalState state, int parent)
    {
        if (seen.Add(state))
        {
            checks.Require(state);
            states.Add(state);
            parents.Add(parent);
        }
    }

    private List<string> PathTo(int at, Move? last, GlobalState? end)
    {
        List<string> path = last is { } move ? StepsOf(states[at], move, end) : ["everybody exchanges with everybody"];
        for (; parents[at] >= 0; at = parents[at])
        {
            GlobalState before = states[parents[at]];
            GlobalState after = states[at];
            possible.Clear();
            moves.AddPossible(before, possible);
            path.InsertRange(0, StepsOf(before, possible.First(step => After(before, step).Contains(after)), after));
        }

        return path;
    }

    private List<string> StepsOf(GlobalState before, Move move, GlobalState? after) => conversations is not null && move.Kind == MoveKind.Dial
        ? [.. conversations.PathTo(before, move, after).Select(step => step.ToString())]
        : [move.ToString()];
}
