using System.Runtime.InteropServices;
using Oxbow.Core.Messages;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Exhaustive;

/// <summary>
/// Every state that one replica was ever seen in, and where each turn leads from it. A turn is run once on the real
/// replica, brought to the state by what led there; afterwards the answer is known. So the search over three
/// replicas costs the core as many turns as one replica has states and inputs.
/// </summary>
internal sealed class LocalStates
{
    private const int MostWaiting = 1000;

    private readonly int slot;
    private readonly Surroundings surroundings;
    private readonly bool keepsWays;
    private readonly KnownMessages messages;
    private readonly LocalViews views;
    private readonly Dictionary<(UInt128, UInt128, UInt128), LocalState> byKey = [];
    private readonly Dictionary<UInt128, RestartedState> restarts = [];
    private readonly Dictionary<int, ReplicaMachine> waiting = [];
    private readonly Queue<int> waitingOrder = new();
    private readonly Dictionary<ulong, LocalStep> steps = [];
    private readonly List<LocalState> states = [];
    private readonly List<(int From, LocalInput Input, LocalStep Step)> tries = [];
    private readonly List<(LocalState State, LocalState Parent, LocalInput Input)> otherWays = [];

    public LocalStates(int slot, IReadOnlyList<ReadOnlyMemory<byte>> disk, KnownMessages messages, KnownWrites writes, Surroundings surroundings, bool keepsWays)
    {
        (this.slot, this.messages, this.surroundings, this.keepsWays) = (slot, messages, surroundings, keepsWays);
        views = new(writes);
        Intern(null, default, new(slot, disk, surroundings), hasChanged: true);
    }

    public LocalState this[int number] => states[number];

    public int Count => states.Count;

    /// <summary>Turns run on real replicas, without those that only brought one to its state.</summary>
    public int TurnCount => steps.Count;

    /// <summary>Where an input leads.</summary>
    /// <exception cref="InvariantBrokenException">
    /// A promise is broken in the state that it leads to, or on the way.
    /// </exception>
    public LocalStep Step(int from, LocalInput input)
    {
        if (input is { Crashes: true, Kind: not LocalInputKind.Crash })
        {
            LocalStep through = Step(from, input with { Crashes = false });
            return new(Step(through.Next.Number, LocalInput.Crash).Next, [], 0, through.HasChanged);
        }

        ref LocalStep? step = ref CollectionsMarshal.GetValueRefOrAddDefault(steps, ((ulong)from << 32) | input.Code, out _);
        return step ??= Run(states[from], input);
    }

    /// <summary>
    /// Tries the keys: whichever way a state was reached, each input that was tried in it has to lead to the same state
    /// and to say the same. Gives the number of turns that were compared.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Two replicas with one key behave differently: <see cref="StateKey"/> leaves out something that counts.
    /// </exception>
    public int CompareOtherWays()
    {
        ILookup<int, (LocalInput Input, LocalStep Step)> tried = tries.ToLookup(one => one.From, one => (one.Input, one.Step));
        int compared = 0;
        foreach ((LocalState state, LocalState parent, LocalInput way) in otherWays.ToArray())
        {
            foreach ((LocalInput input, LocalStep step) in tried[state.Number])
            {
                ReplicaMachine machine = Bring(parent);
                Apply(machine, way);
                LocalStep other = Run(state, machine, input);
                compared++;
                if (other.Next != step.Next || other.Done != step.Done || !other.Sent.SequenceEqual(step.Sent))
                {
                    throw new InvalidOperationException($"State {state.Number} of {Pair.NameOf(slot)} goes two ways with {input}.");
                }
            }
        }

        return compared;
    }

    private LocalStep Run(LocalState from, LocalInput input)
    {
        LocalStep step = Run(from, Bring(from), input);
        if (keepsWays)
        {
            tries.Add((from.Number, input, step));
        }

        return step;
    }

    private LocalStep Run(LocalState from, ReplicaMachine machine, LocalInput input)
    {
        Apply(machine, input);
        bool hasChanged = machine.HasChanged;
        IReadOnlyList<(int, int)> sent = input.Crashes ? [] : [.. machine.Sent.Select(send => (ReplicaMachine.PeerOf(send.Link), messages.NumberOf(send.Message)))];
        int done = input.Crashes ? 0 : DoneWith(machine.News);
        LocalState next = Intern(from, input, machine, hasChanged || input.Crashes);
        RequireNothingLost(from.View, next.View);
        return new(next, sent, done, hasChanged);
    }

    private ReplicaMachine Bring(LocalState state)
    {
        if (waiting.Remove(state.Number, out ReplicaMachine? machine))
        {
            return machine;
        }

        Stack<LocalInput> inputs = [];
        LocalState start = state;
        for (; start.Disk is null; start = start.Parent!)
        {
            inputs.Push(start.Input);
        }

        machine = new(slot, start.Disk, surroundings);
        foreach (LocalInput input in inputs)
        {
            Apply(machine, input);
        }

        return machine;
    }

    private void Apply(ReplicaMachine machine, LocalInput input)
    {
        switch (input.Kind)
        {
            case LocalInputKind.Open:
                machine.Open(input.Peer, input.Purpose, input.IsDialer);
                break;
            case LocalInputKind.Close:
                machine.Close(input.Peer);
                break;
            case LocalInputKind.Hear:
                machine.Hear(input.Peer, messages[input.Message]);
                break;
            case LocalInputKind.Write:
                machine.Write();
                break;
            case LocalInputKind.TakeOver:
                machine.TakeOver();
                break;
            default:
                machine.Crash();
                break;
        }
    }

    private LocalState Intern(LocalState? parent, LocalInput input, ReplicaMachine machine, bool hasChanged)
    {
        UInt128 key = StateKey.Of(machine.Replica);
        IReadOnlyList<OwnWrite> own = hasChanged || parent is null ? views.OwnOf(machine, parent?.View) : parent.View.Own;
        UInt128 ownKey = StateKey.HashOf(own.SelectMany(write => write.Causes.Append(write.Number).Append(-1)));
        RestartedState restarted = hasChanged || parent is null ? RestartFrom(machine.Blocks) : parent.Restarted;
        ref LocalState? state = ref CollectionsMarshal.GetValueRefOrAddDefault(byKey, (key, restarted.Key, ownKey), out _);
        if (state is null)
        {
            LocalView view = views.ViewOf(machine, own);
            RequireEqual(view, restarted.View);
            state = new(states.Count, parent, input, view, restarted, key == restarted.Key || parent is null ? [.. machine.Blocks] : null);
            states.Add(state);
            Keep(state, machine);
        }
        else if (keepsWays && parent is not null && (parent, input) != (state.Parent, state.Input))
        {
            otherWays.Add((state, parent, input));
        }

        return state;
    }

    /// <summary>
    /// The journal counts by what a start would make of it. Since recovery is a fold over the records, two journals
    /// that make the same replica now also do so after the same records were added to both.
    /// </summary>
    private RestartedState RestartFrom(IReadOnlyList<ReadOnlyMemory<byte>> blocks)
    {
        UInt128 journalKey = StateKey.HashOf(blocks);
        if (!restarts.TryGetValue(journalKey, out RestartedState? restarted))
        {
            ReplicaMachine machine = new(slot, blocks, surroundings);
            restarts[journalKey] = restarted = new(StateKey.Of(machine.Replica), views.ViewOf(machine, []));
        }

        return restarted;
    }

    /// <summary>
    /// Lets a replica wait in its state: the first input that is tried there need not bring another one.
    /// </summary>
    private void Keep(LocalState state, ReplicaMachine machine)
    {
        waiting.Add(state.Number, machine);
        waitingOrder.Enqueue(state.Number);
        if (waitingOrder.Count > MostWaiting)
        {
            waiting.Remove(waitingOrder.Dequeue());
        }
    }

    /// <summary>I13, I14 and I27: whoever starts from the journal at this moment holds and shows the same.</summary>
    private static void RequireEqual(LocalView view, LocalView recovered)
    {
        if (!view.IsEqualTo(recovered))
        {
            throw new InvariantBrokenException("I14", $"a start from the journal would hold {recovered.Log.Length} writes, {recovered.CommittedCount} of them committed, instead of {view.Log.Length} and {view.CommittedCount}, or show other documents");
        }
    }

    /// <summary>
    /// I8 and I14: commit numbers and writes stay, unless a larger epoch takes the numbers over (I35).
    /// </summary>
    private static void RequireNothingLost(LocalView before, LocalView after)
    {
        if (after.Epoch < before.Epoch || (after.Epoch == before.Epoch && after.CommittedCount < before.CommittedCount))
        {
            throw new InvariantBrokenException(
                "I8",
                $"the last commit number falls from {before.CommittedCount} in epoch {before.Epoch} to {after.CommittedCount} in epoch {after.Epoch}");
        }

        if (Array.Exists(before.Log, number => !after.Log.Contains(number)))
        {
            throw new InvariantBrokenException("I14", "a write that was held is gone");
        }

        if (after.Standing == Standing.Quarantined)
        {
            throw new InvariantBrokenException("I4", "the replica gives up its id, though no memory was lost");
        }
    }

    /// <summary>
    /// The peers whose links are done. Among honest replicas with good disks nothing is refused but a retirement
    /// handover by one that leaves itself.
    /// </summary>
    private static int DoneWith(IReadOnlyList<ReplicaEvent> news)
    {
        int done = 0;
        foreach (ReplicaEvent one in news)
        {
            if (one is Alarm alarm)
            {
                throw new InvariantBrokenException("I4", $"a false alarm: {alarm.Rejection.Detail}");
            }

            if (one is LinkDone ended)
            {
                if (ended.Rejection is { Code: not RejectionCode.Retired } rejection)
                {
                    throw new InvariantBrokenException("I24", $"an honest peer is refused: {rejection.Detail}");
                }

                done |= 1 << ReplicaMachine.PeerOf(ended.Link);
            }
        }

        return done;
    }
}
