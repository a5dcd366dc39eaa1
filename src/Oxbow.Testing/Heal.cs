using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Node.Links;
using Oxbow.Testing.Applications;
using Oxbow.Testing.Checks;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Model;
using Oxbow.Testing.Network;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Randomness;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing;

/// <summary>
/// Act two: everything is healed as an operator would, nobody writes any more, and after a bounded number of rounds of
/// exchanges all replicas have to be equal (I10), with nothing that survived missing (I14).
/// </summary>
internal sealed class Heal(World world, SimulatedNetwork network, ApplicationChecks? applicationChecks)
{
    private const int MostDeliveries = 20_000;

    private readonly SeededRandom random = world.Plan.Choices;
    private bool isOneKept;
    private bool isTakenOver;

    public void Run()
    {
        network.UnblockAll();
        foreach (LinkEnd end in network.Ends.ToArray())
        {
            network.Cut(end);
            end.StalledUntil = 0;
        }

        world.Processes.ForEach(Upgrade);
        world.Processes.ForEach(Mend);
        world.Time.PassTo(DateTimeOffset.FromUnixTimeMilliseconds(world.Oracle.Latest.Milliseconds + 1000).UtcTicks);
        Settle();
        world.Processes.ForEach(LeaveIfDone);
        WipeWhatCannotMerge();
        SimulatedProcess[] staying = [.. Bring()];
        if (Compatibility.HaveForkedCommits([.. staying.Select(process => process.Model)]))
        {
            TakeOver(staying);
        }

        Converge(staying);
    }

    /// <summary>Whoever is below the format level catches up with its upgrade.</summary>
    private static void Upgrade(SimulatedProcess process)
    {
        if (process.SupportedLevel == SwarmPlan.HighestLevel || process.Description is null || process.HasLeft)
        {
            return;
        }

        if (process.State is ProcessState.Running or ProcessState.Paused)
        {
            process.Stop();
        }

        process.SupportedLevel = SwarmPlan.HighestLevel;
    }

    private void Mend(SimulatedProcess process)
    {
        process.Clock.SetRight();
        process.Disk.IsFull = false;
        process.Disk.FailingCall = 0;
        process.Disk.FailsNextFlush = false;
        process.Disk.FailsNextRead = false;
        process.Disk.NextWriteMisses = 0;
        process.Disk.KillsAtNameSync = false;
        if (process.State == ProcessState.Paused)
        {
            process.Resume();
        }

        if (process.State == ProcessState.Down)
        {
            process.Boot();
        }

        if (process.State == ProcessState.Damaged)
        {
            WipeByOperator(process);
        }
    }

    private static void LeaveIfDone(SimulatedProcess process)
    {
        if (process.HasHandedOver && process.State == ProcessState.Running)
        {
            process.Leave();
        }
    }

    /// <summary>
    /// Replicas whose histories contradict one another never merge: a lost memory did that, and the operator has to
    /// choose. Those that lost no memory, are in the largest epoch and have committed most stay.
    /// </summary>
    private void WipeWhatCannotMerge()
    {
        List<SimulatedProcess> kept = [];
        foreach (SimulatedProcess process in ByMerit(
            world.Processes.Where(process => process.State == ProcessState.Running)))
        {
            if (kept.TrueForAll(other => Compatibility.CanMerge(process.Model, other.Model)))
            {
                kept.Add(process);
            }
            else
            {
                process.Die("wiped by the operator");
                WipeByOperator(process);
            }
        }
    }

    private void WipeByOperator(SimulatedProcess process)
    {
        world.Counters.Note(Branch.WipedByOperator);
        process.Wipe();
    }

    /// <summary>Everybody who has no id, or lost it, gets one.</summary>
    private IEnumerable<SimulatedProcess> Bring()
    {
        SimulatedProcess[] running = [.. world.Processes.Where(process => process.State == ProcessState.Running)];
        SimulatedProcess? creator = Array.Find(ByMerit(running), process => process.IsActive);
        if (creator is null)
        {
            return running;
        }

        foreach (SimulatedProcess process in world.Processes.Where(process =>
            process.State == ProcessState.Unborn || process.Status?.Standing == Standing.Quarantined))
        {
            Join(process, creator);
        }

        return world.Processes.Where(process => process.State == ProcessState.Running);
    }

    private void Join(SimulatedProcess process, SimulatedProcess creator)
    {
        network.Dial(process, creator, LinkPurpose.Join);
        Settle();
    }

    private void Converge(SimulatedProcess[] staying)
    {
        Survivors survivors = new(world, staying);
        int bound = ((2 * staying.Length) + 2) * (world.Oracle.IsForked ? 2 : 1);
        long alarms = world.Counters[Branch.OtherHistoryAlarmed];
        int round = 0;
        while (!(AreEqual(staying) && HaveHeard(staying) && HaveIds(staying) && !IsOtherHistoryTakenForHeld(staying))
            && round <= bound)
        {
            round++;
            Exchange(staying);
        }

        if (round <= bound)
        {
            world.Counters.NoteRounds(round);
            survivors.Note(staying);
            Finish(staying, survivors);
        }
        else if (!Array.Exists(staying, process => process.IsActive))
        {
            world.Counters.Note(Branch.EndedWithoutActiveReplica);
        }
        else if (isOneKept && Array.Exists(staying, HoldsUnborn))
        {
            // Of a replica that nobody created no vector says who lacks what, once its creator has retired.
            throw new HistoriesMixedException();
        }
        else if (isOneKept)
        {
            throw new InvariantBrokenException(
                "I10", $"All but one have joined anew, and they are not equal after {bound} rounds: {Describe(staying)}");
        }
        else if (world.Oracle.IsMemoryLost)
        {
            if (AreEqual(staying)
                && IsOtherHistoryTakenForHeld(staying)
                && world.Counters[Branch.OtherHistoryAlarmed] == alarms)
            {
                throw new InvariantBrokenException(
                    "I10",
                    $"Replicas hold different writes, their vectors are equal, and nobody has noticed: {Describe(staying)}");
            }

            KeepOne(staying);
        }
        else
        {
            throw new InvariantBrokenException(
                "I10", $"{staying.Length} replicas are not equal after {bound} rounds: {Describe(staying)}");
        }
    }

    private bool HoldsUnborn(SimulatedProcess process) => world.Oracle.Lines.Any(line =>
        process.Model.Held[line] > 0
        && !line.Replica.IsBase
        && process.Model.Find(new(line.Replica.Creator(), line.Replica.Created))
            is not { Write.Kind: WriteKind.Creation });

    private void Exchange(SimulatedProcess[] staying)
    {
        random.Shuffle(staying);
        for (int index = 1; index < staying.Length; index++)
        {
            network.Dial(
                staying[index],
                staying[random.Below(index)],
                random.Below(3) == 0 ? LinkPurpose.Live : LinkPurpose.Exchange);
            Settle();
        }

        RequireLiveLinksCurrent();

        // A quarantine may be found only now.
        foreach (SimulatedProcess process in staying.Where(process => process.Status?.Standing == Standing.Quarantined))
        {
            if (Array.FindAll(staying, other => other.IsActive) is { Length: > 0 } creators)
            {
                Join(process, random.Pick(creators));
            }
        }
    }

    /// <summary>Nothing is left to deliver, so whoever has a live link has all that the other end has.</summary>
    private void RequireLiveLinksCurrent()
    {
        foreach (LinkEnd end in network.Ends.Where(end => end is { IsDead: false, HasEnded: false }
            && LinkTraits.Of(end.Purpose).CountsAsLiveLink
            && end.HasItsMemory
            && end.Other.HasItsMemory))
        {
            if (end.Model.Lacks(end.Other.Model.Held) || end.Model.IsBehind(end.Other.Model.Tip))
            {
                throw new InvariantBrokenException(
                    "I24",
                    $"{end.Process.Name} lacks something that {end.Other.Process.Name} has, and a live link joins them");
            }
        }
    }

    /// <summary>
    /// A lost memory was found too late and nobody can tell any more who lacks what: one replica stays, and the
    /// operator lets all others join anew.
    /// </summary>
    private void KeepOne(SimulatedProcess[] staying)
    {
        isOneKept = true;
        world.Counters.Note(Branch.OneKept);
        SimulatedProcess kept = Array.Find(ByMerit(staying), process => process.IsActive) ?? staying[0];
        foreach (SimulatedProcess process in staying.Where(process => process != kept))
        {
            process.Die("wiped by the operator");
            WipeByOperator(process);
        }

        if (kept.IsActive)
        {
            Converge([.. Bring()]);
        }
    }

    /// <summary>
    /// True when somebody lacks writes although the vectors are equal, and only of ids that have two histories, or
    /// whose creators have: a vector that leaves a retired replica out does not say with which write it, or its
    /// creator, retired. The operator who chose who stays could not see it when one of the retirements was mail that a
    /// replica still held back.
    /// </summary>
    private bool IsOtherHistoryTakenForHeld(SimulatedProcess[] staying)
    {
        Holdings all = new();
        Array.ForEach(staying, process => all.Add(process.Model.Held));
        return Array.Exists(staying, process => !process.Model.Held.Covers(all))
            && Array.TrueForAll(staying, process => !world.Oracle.Missing(process.Model.Held, all).Any());
    }

    private static SimulatedProcess[] ByMerit(IEnumerable<SimulatedProcess> processes) =>
    [
        .. processes.OrderBy(process => process.Model.HasLostMemory)
            .ThenByDescending(process => process.Model.Tip.Epoch)
            .ThenByDescending(process => process.Model.Tip.Number.Value),
    ];

    /// <summary>
    /// Nobody commits any more, or numbers were given twice: the operator lets one replica take over, once, and that is
    /// enough for ever (I34).
    /// </summary>
    private bool TakeOver(SimulatedProcess[] staying)
    {
        SimulatedProcess? successor = Array.Find(
            ByMerit(staying), process => process is { IsActive: true, Model.IsPrimary: false });
        if (isTakenOver || successor is null || successor.Status!.Primary == ReplicaId.Nobody)
        {
            return false;
        }

        isTakenOver = true;
        world.Counters.Note(Branch.TakenOverInTheEnd);
        Reply reply = successor.Ask(new TakeOverPrimary(world.NextRequest(), successor.Status.Primary));
        return reply is WriteAccepted
            ? true
            : throw new InvariantBrokenException(
                "I34", $"Nobody may commit any more, and {successor.Name} does not take over: {reply}");
    }

    private static bool HasPrimary(SimulatedProcess[] staying) => Array.Exists(
        staying,
        process =>
            process.Model.IsPrimary
                && process.Status is { Standing: not Standing.Quarantined, CommitsSuspended: false });

    private void Finish(SimulatedProcess[] staying, Survivors survivors)
    {
        // What had to leave the logs waits for an id under which it can be made again.
        bool isAllMade = world.Oracle is { IsForked: false, Evicted.Count: 0 }
            || Array.Exists(staying, process => process.IsActive);
        foreach (SimulatedProcess process in staying)
        {
            if (isAllMade)
            {
                survivors.RequireAllAt(process);
            }

            DeepCheck.Compare(world, process, withDocuments: applicationChecks is null);
            applicationChecks?.CheckInTheEnd(process);
        }

        if (staying is [var alone] && alone.Status!.CommitsSuspended)
        {
            // Nobody is left that it could wait for: the operator starts it again, and there is nothing more to cut.
            alone.Stop();
            alone.Boot();
            if (alone.State != ProcessState.Running)
            {
                world.Counters.Note(Branch.EndedWithoutActiveReplica);
                return;
            }
        }

        if (!world.Oracle.IsMemoryLost
            && !world.Oracle.IsDiskLost
            && Array.Find(staying, process => process.Status!.HeldBackCount > 0) is { } waiting)
        {
            throw new InvariantBrokenException(
                "I10", $"{waiting.Name} still holds {waiting.Status!.HeldBackCount} writes back, and lacks nothing");
        }

        if (!HasPrimary(staying))
        {
            NoteNoPrimary(staying);
            if (TakeOver(staying))
            {
                Converge(staying);
            }
        }
        else if (Array.Find(staying, process => process.Status!.TentativeCount > 0) is { } late)
        {
            throw new InvariantBrokenException(
                "I10", $"{late.Name} still has {late.Status!.TentativeCount} tentative writes, and there is a primary");
        }
    }

    private void NoteNoPrimary(SimulatedProcess[] staying)
    {
        world.Counters.Note(Branch.EndedWithoutPrimary);
        if (staying.Length == 0 || world.Oracle.IsDiskLost || world.Oracle.IsMemoryLost)
        {
            return;
        }

        // A hand-off may name a replica that retires before it hears of it, or takes a new id because its clock was
        // wrong: the limit that decisions 7 and 21 name.
        ReplicaId primary = staying[0].Model.Tip.Primary;
        if (!world.Oracle.LinesOf(primary).Any(line => line.Retirement is not null)
            && !world.Processes.Exists(
                process => process.Model.HasBeen(primary) && process.Model.Identity?.Replica != primary))
        {
            throw new InvariantBrokenException(
                "I20", $"Nobody may commit any more, and no disk or memory was lost: {Describe(staying)}");
        }

        world.Counters.Note(Branch.AuthorityWentAstray);
    }

    /// <summary>Delivers and runs until nothing is left to do.</summary>
    private void Settle()
    {
        for (int count = 0; count < MostDeliveries; count++)
        {
            world.Trace.Step = ++world.Step;
            world.Time.Pass(TimeSpan.FromMilliseconds(1));
            LinkEnd[] ready = [.. network.Ends.Where(network.CanDeliver)];
            SimulatedProcess[] busy =
            [
                .. world.Processes.Where(process => process.State == ProcessState.Running && process.HasWork),
            ];
            if (ready.Length > 0 && (busy.Length == 0 || random.Below(2) == 0))
            {
                network.Deliver(random.Pick(ready));
            }
            else if (busy.Length > 0)
            {
                random.Pick(busy).Turn();
            }
            else
            {
                network.Sweep();
                return;
            }
        }

        throw new InvariantBrokenException(
            "I10", $"The replicas still talk after {MostDeliveries} deliveries, and nobody writes");
    }

    private static bool AreEqual(SimulatedProcess[] staying)
    {
        ReplicaStatus? first = staying.Length == 0 ? null : staying[0].Status;
        return Array.TrueForAll(staying, process => process.Status!.Known.Equals(first!.Known)
            && process.Status.CommitNumber == first.CommitNumber
            && process.Status.Hash == first.Hash
            && process.Status.TentativeCount == first.TentativeCount);
    }

    /// <summary>No primary awaits a peer, unless there is none.</summary>
    private static bool HaveHeard(SimulatedProcess[] staying) =>
        staying.Length == 1 || !Array.Exists(staying, process => process.Status!.CommitsSuspended);

    /// <summary>Nobody waits for an id, unless nobody can grant one.</summary>
    private static bool HaveIds(SimulatedProcess[] staying) =>
        !Array.Exists(staying, process => process.Status!.Standing == Standing.Quarantined)
            || !Array.Exists(staying, process => process.IsActive);

    private static string Describe(SimulatedProcess[] staying) => string.Join("; ", staying.Select(process =>
        $"{process.Name} ({process.Status!.Identity.Replica}, {process.Status.Standing}) at {process.Status.CommitNumber} "
            + $"with {process.Status.TentativeCount} tentative knowing {process.Status.Known}"));
}
