using Oxbow.Core.Messages;
using Oxbow.Testing.Disks;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Network;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Randomness;
using Oxbow.Testing.Reporting;
using Oxbow.Testing.Workload;

namespace Oxbow.Testing.Injection;

/// <summary>Makes the drawn faults happen, and counts those that really did.</summary>
internal sealed class FaultInjector
{
    private readonly World world;
    private readonly SeededRandom random;
    private readonly NetworkFaults network;
    private readonly IClients clients;
    private readonly Strangers strangers;
    private readonly AuthorityFaults authority;
    private SimulatedProcess? crashing;
    private FaultKind? atNextBoot;

    public FaultInjector(World world, SimulatedNetwork network, IClients clients)
    {
        this.world = world;
        random = world.Plan.FaultChoices;
        this.network = new(world, network);
        strangers = new(world, network);
        authority = new(world);
        this.clients = clients;
    }

    /// <summary>Perhaps something goes wrong in this step; what has gone wrong before may end.</summary>
    public void Step()
    {
        network.Step();
        if (random.Below(40) == 0)
        {
            world.Processes.ForEach(process => process.Disk.IsFull = false);
        }

        if (world.Plan.DrawFault() is { } kind && Fire(kind))
        {
            Note(kind);
        }

        if (world.Plan.DrawAuthorityFault() is { } loss && authority.Fire(loss))
        {
            Note(loss);
        }

        if (world.Plan.DrawEviction() && authority.Evict())
        {
            Note(FaultKind.Eviction);
        }
    }

    /// <summary>After how many effects the turn that comes is to be killed; zero: it is not.</summary>
    public int CrashOf(SimulatedProcess process)
    {
        if (crashing != process)
        {
            return 0;
        }

        crashing = null;
        return 1 + random.Below(10);
    }

    /// <summary>A process that died in its turn may have lost its power.</summary>
    public void AfterTurn(SimulatedProcess process)
    {
        if (process.Disk.IsNamedBeyondFirst())
        {
            world.Counters.Note(Branch.SegmentRolled);
        }

        if (process.State == ProcessState.Down && random.Below(2) == 0)
        {
            process.CutPower();
        }

        if (world.Plan.ForgetsYoung && process.State == ProcessState.Running && HasAnotherStanding(process))
        {
            SpoilClock(FaultKind.ClockJumpBack, process);
            Note(FaultKind.ClockJumpBack);
            Restart(process);
            Note(FaultKind.Restart);
        }
    }

    public void Boot(SimulatedProcess process)
    {
        process.Disk.FailingCall = 0;
        process.Disk.FailsNextFlush = false;
        process.Disk.NextWriteMisses = 0;
        process.Disk.KillsAtNameSync = false;
        FaultKind? kind = atNextBoot;
        atNextBoot = null;
        if (kind == FaultKind.ReadError)
        {
            process.Disk.FailsNextRead = true;
            world.Counters.Note(FaultKind.ReadError);
        }

        process.Boot(kind == FaultKind.CrashInRecovery ? 1 + random.Below(6) : 0);
        process.Disk.FailsNextRead = false;
        if (process.State == ProcessState.Down && random.Below(2) == 0)
        {
            process.CutPower();
        }
    }

    private void Note(FaultKind kind)
    {
        world.Counters.Note(kind);
        world.Trace.Mix((long)kind);
        world.Trace.Say("", "fault", $"{kind}");
    }

    private bool Fire(FaultKind kind) => kind switch
    {
        FaultKind.LinkCut or FaultKind.FrameCorrupted or FaultKind.FrameLost or FaultKind.FrameDuplicated
            or FaultKind.LateMessage
            or FaultKind.OneWayStall or FaultKind.Partition or FaultKind.OneWayPartition or FaultKind.Swizzle =>
                network.Fire(kind),
        FaultKind.CrashAtEffect => Arm(),
        FaultKind.CrashInRecovery or FaultKind.ReadError => AtNextBoot(kind),
        FaultKind.CrashAtNameSync => ArmNameSync(),
        FaultKind.Join => Join(),
        FaultKind.Retire => Retire(),
        FaultKind.CloneFolder => Clone(),
        FaultKind.ForgedToken =>
            clients.TryForge(Any(process => process.State == ProcessState.Running) ?? world.Processes[0]),
        FaultKind.Stranger => FireAt(process => IsRunning(process) && process.Status is not null, strangers.Call),
        FaultKind.RestoreOlderCopy => Restore(),
        FaultKind.Wipe => Wipe(),
        FaultKind.PowerCut => FireAt(
            process => process.State is ProcessState.Running or ProcessState.Down or ProcessState.Paused,
            process => process.CutPower()),
        FaultKind.Pause => FireAt(IsRunning, process => process.Pause()),
        FaultKind.Restart => FireAt(IsRunning, Restart),
        FaultKind.Rot or FaultKind.MisdirectedWrite or FaultKind.FlushFailure or FaultKind.DiskFull
            or FaultKind.WriteError => FireAt(
                process => process.State is ProcessState.Running or ProcessState.Down,
                process => SpoilDisk(kind, process)),
        FaultKind.ClockDrift or FaultKind.ClockJumpForward or FaultKind.ClockJumpBack or FaultKind.ClockFrozen
            or FaultKind.ClockFarAhead =>
            FireAt(process => !process.HasLeft, process => SpoilClock(kind, process)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody knows how to do this."),
    };

    private static bool IsRunning(SimulatedProcess process) => process.State == ProcessState.Running;

    private static bool HasOlderBackup(SimulatedProcess process) => IsRunning(process)
        && process.Backup is { } backup
        && process.Model.Records.Count > backup.Records.Count;

    private SimulatedProcess? Any(Func<SimulatedProcess, bool> which)
    {
        SimulatedProcess[] candidates = [.. world.Processes.Where(which)];
        return candidates.Length == 0 ? null : random.Pick(candidates);
    }

    private bool FireAt(Func<SimulatedProcess, bool> which, Action<SimulatedProcess> action)
    {
        if (Any(which) is not { } process)
        {
            return false;
        }

        world.Trace.Say(process.Name, "hit", $"by the fault named next");
        action(process);
        return true;
    }

    /// <summary>The next turn of some process is killed; counted when that happens.</summary>
    private bool Arm()
    {
        crashing = Any(process => IsRunning(process) && process.HasWork) ?? Any(IsRunning);
        return false;
    }

    /// <summary>The next sync of names kills some process; counted when that happens.</summary>
    private bool ArmNameSync()
    {
        FireAt(process => !process.HasLeft, process => process.Disk.KillsAtNameSync = true);
        return false;
    }

    private bool AtNextBoot(FaultKind kind)
    {
        atNextBoot = kind;
        return false;
    }

    private void Restart(SimulatedProcess process)
    {
        process.Stop();
        process.SupportedLevel = world.Plan.DrawLevel();
        process.Boot();
    }

    private bool Join()
    {
        if (world.Processes.Count(process => !process.HasLeft) >= world.Plan.MaximumReplicas
            || world.Processes.Count >= world.Plan.MostProcesses)
        {
            return false;
        }

        world.Processes.Add(new(world, world.NextName()));
        return true;
    }

    private bool Retire()
    {
        SimulatedProcess[] active = [.. world.Processes.Where(process => process.IsActive && !process.IsToRetire)];
        if (active.Length < 2)
        {
            return false;
        }

        random.Pick(active).IsToRetire = true;
        return true;
    }

    private bool Wipe()
    {
        if (world.Processes.Count(process => process.IsActive) < 2)
        {
            return false;
        }

        return FireAt(process => process.State is ProcessState.Running or ProcessState.Down, process =>
        {
            if (IsRunning(process))
            {
                process.Die("wiped");
            }

            process.Wipe();
        });
    }

    /// <summary>The first time a copy is taken; later the copy comes back.</summary>
    private bool Restore()
    {
        if (Any(HasOlderBackup) is { } restored)
        {
            restored.Die("restored");
            restored.Restore(restored.Backup!);
            world.Oracle.IsDiskLost = true;
            return true;
        }

        OneToCopy()?.BackUp();
        return false;
    }

    private bool Clone()
    {
        if (OneToCopy() is not { } original
            || world.Processes.Count(process => !process.HasLeft) >= world.Plan.MaximumReplicas + 1)
        {
            return false;
        }

        original.BackUp();
        original.Model.LoseMemory();
        SimulatedProcess clone = new(world, world.NextName());
        world.Processes.Add(clone);
        clone.Restore(original.Backup!);
        return true;
    }

    private SimulatedProcess? OneToCopy() => world.Plan.ForgetsYoung
        ? world.Processes.Where(CanBeCopied).MinBy(process => process.Model.WriteCount)
        : Any(CanBeCopied);

    /// <summary>The last turn brought it into quarantine, or out of it with a new id.</summary>
    private static bool HasAnotherStanding(SimulatedProcess process) =>
        process.IdentityBefore is { } before && process.Model.Identity != before;

    private static bool CanBeCopied(SimulatedProcess process) =>
        IsRunning(process) && !process.HasUnsynced && !process.Disk.IsSpoiled
            && process.Status?.Standing is Standing.Active or Standing.Quarantined;

    private void SpoilDisk(FaultKind kind, SimulatedProcess process)
    {
        switch (kind)
        {
            case FaultKind.Rot:
                process.Disk.Rot(random.Below);
                break;
            case FaultKind.MisdirectedWrite:
                process.Disk.NextWriteMisses = random.Below(2) == 0
                    ? SimulatedDisk.OntoLastWrite
                    : random.Between(-4, 4) * 64;
                break;
            case FaultKind.FlushFailure:
                process.Disk.FailsNextFlush = true;
                break;
            case FaultKind.DiskFull:
                process.Disk.IsFull = true;
                break;
            case FaultKind.WriteError:
                process.Disk.FailingCall = process.Disk.Calls + 1 + random.Below(3);
                break;
        }
    }

    private void SpoilClock(FaultKind kind, SimulatedProcess process)
    {
        switch (kind)
        {
            case FaultKind.ClockDrift:
                process.Clock.Drift(random.Between(-200_000, 200_000));
                break;
            case FaultKind.ClockJumpForward:
                process.Clock.Jump(world.Plan.Replica.MaximumClockAhead * random.Below(1000) / 1100);
                break;
            case FaultKind.ClockJumpBack:
                process.Clock.Jump(-TimeSpan.FromSeconds(random.Below(100_000)));
                break;
            case FaultKind.ClockFrozen:
                process.Clock.Freeze();
                break;
            case FaultKind.ClockFarAhead:
                process.Clock.Jump(TimeSpan.FromDays(random.Between(1, 3650)));
                break;
        }
    }
}
