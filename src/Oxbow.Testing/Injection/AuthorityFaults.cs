using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Randomness;

namespace Oxbow.Testing.Injection;

/// <summary>
/// What operators do about the authority to commit, rightly or not, and the losses that make them do it.
/// </summary>
internal sealed class AuthorityFaults(World world)
{
    private readonly SeededRandom random = world.Plan.Authority;

    public bool Fire(FaultKind kind) => kind switch
    {
        FaultKind.TakeOver => TakeOver(),
        FaultKind.PrimaryMoved => Move(),
        FaultKind.PrimaryLost => Lose(),
        _ => false,
    };

    /// <summary>
    /// Any replica asks for it, of any id that a process has: perhaps one that works, the asker's own or the primary's.
    /// </summary>
    public bool Evict()
    {
        SeededRandom choices = world.Plan.Evictions;
        SimulatedProcess[] askers = [.. world.Processes.Where(process => process.IsActive)];
        ReplicaId[] ids = [.. world.Processes.Select(process => process.Model.Identity?.Replica).OfType<ReplicaId>()];
        if (askers.Length == 0 || ids.Length == 0)
        {
            return false;
        }

        choices.Pick(askers).Mail.Add(new EvictReplica(world.NextRequest(), choices.Pick(ids)));
        return true;
    }

    private SimulatedProcess[] Active(bool isPrimary) =>
        [.. world.Processes.Where(process => process.IsActive && process.Model.IsPrimary == isPrimary)];

    /// <summary>
    /// Sometimes at several at a time, which do not know of one another: two take-overs from one number.
    /// </summary>
    private bool TakeOver()
    {
        List<SimulatedProcess> candidates = [.. Active(isPrimary: false)];
        random.Shuffle(candidates);
        int count = Math.Min(candidates.Count, random.Happens(300) ? 2 : 1);
        foreach (SimulatedProcess process in candidates.Take(count))
        {
            process.Mail.Add(new TakeOverPrimary(world.NextRequest(), process.Status!.Primary));
        }

        return count > 0;
    }

    private bool Move()
    {
        if (Active(isPrimary: true) is not { Length: > 0 } primaries)
        {
            return false;
        }

        ReplicaId[] others = [.. world.Processes.Where(process => process.Model.Identity is not null).Select(
            process => process.Model.Identity!.Replica)];
        random.Pick(primaries).Mail.Add(new MovePrimary(world.NextRequest(), random.Pick(others)));
        return true;
    }

    /// <summary>
    /// The disk is gone, or an older copy of it comes back; then somebody else takes over, perhaps not at once.
    /// </summary>
    private bool Lose()
    {
        if (Active(isPrimary: true) is not { Length: > 0 } primaries || Active(isPrimary: false).Length == 0)
        {
            return false;
        }

        SimulatedProcess primary = random.Pick(primaries);
        if (primary.Backup is { } copy && random.Happens(600))
        {
            primary.Die("restored");
            primary.Restore(copy);
            world.Oracle.IsDiskLost = true;
        }
        else if (random.Happens(500) && !primary.HasUnsynced && !primary.Disk.IsSpoiled)
        {
            primary.BackUp();
            return false;
        }
        else
        {
            primary.Die("lost");
            primary.Wipe();
        }

        return random.Happens(300) || TakeOver();
    }
}
