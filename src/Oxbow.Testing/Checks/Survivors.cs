using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Reference;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Checks;

/// <summary>
/// What the replicas that stay have ever taken has to be at each of them in the end (I14): a write itself, or one that
/// was made again from it, and whichever of them there are, one of them takes effect.
/// </summary>
internal sealed class Survivors
{
    private readonly World world;
    private readonly HashSet<KnownWrite> survived = [];
    private readonly HashSet<KnownWrite> withdrawnRoots = [];

    public Survivors(World world, IReadOnlyList<SimulatedProcess> staying)
    {
        this.world = world;
        Note(staying);
    }

    /// <summary>Adds what they have now and what had to leave their logs.</summary>
    public void Note(IReadOnlyList<SimulatedProcess> staying)
    {
        foreach (SimulatedProcess process in staying)
        {
            survived.UnionWith(HeldBy(process.Model));
            survived.UnionWith(process.Model.Withdrawn);
            withdrawnRoots.UnionWith(process.Model.Withdrawn.Select(write => write.Root));
        }
    }

    public void RequireAllAt(SimulatedProcess process)
    {
        HashSet<KnownWrite> held = [.. HeldBy(process.Model)];
        ILookup<KnownWrite, KnownWrite> byRoot = held.ToLookup(write => write.Root);
        foreach (KnownWrite write in survived)
        {
            bool isLost = IsChange(write)
                ? !byRoot.Contains(write.Root) && MayStand(write, process.Model)
                : !held.Contains(write) && !world.Oracle.IsConfused(write.Id.Origin) && !IsGivenUp(write);
            if (isLost)
            {
                throw new InvariantBrokenException(
                    "I14", $"{process.Name} lacks {write}, which survived at another replica");
            }
        }

        foreach (IGrouping<KnownWrite, KnownWrite> remade in byRoot.Where(group => group.Any(write => write.Original is not null)))
        {
            RequireOneEffect(process.Model, remade);
        }
    }

    /// <summary>
    /// Of a write and all that were made again from it the first one that is committed counts, as long as it is
    /// remembered.
    /// </summary>
    private void RequireOneEffect(ReplicaModel replica, IGrouping<KnownWrite, KnownWrite> remade)
    {
        if (!new Remembering(world.Plan.Replica.RequestWindow).Covers(remade.Min(write => write.Id.Stamp), AcceptStamp.None, replica.Tip.Horizon))
        {
            return;
        }

        Commit[] commits = [.. replica.Commits.Where(commit => commit.Write!.Root == remade.Key)];
        if (commits.Length == remade.Count()
            && commits.Count(commit => commit.Outcome == Outcome.Applied) != 1
            && !MayWait(remade.Key, commits, replica)
            && !remade.Key.Write.HasRequestKey)
        {
            throw new InvariantBrokenException(
                "I14",
                $"At {replica.Name} {remade.Key} and what was made again from it take effect {commits.Count(commit => commit.Outcome == Outcome.Applied)} times: {string.Join(", ", commits.Select(commit => $"{commit.Write} {commit.Outcome}"))}");
        }
    }

    /// <summary>
    /// Where the raise that allowed them has left the order they say nothing. They wait for the level to be raised
    /// again at those that had one of them in their logs and lost it; where none of these is left, nobody makes them
    /// again.
    /// </summary>
    private bool MayWait(KnownWrite root, Commit[] commits, ReplicaModel replica) =>
        Array.TrueForAll(commits, commit => commit.SaysNothing)
            && (!MayStand(root, replica) || !withdrawnRoots.Contains(root));

    /// <summary>Its bearer took it back under a new id: its clock was wrong when it accepted it.</summary>
    private bool IsGivenUp(KnownWrite write) => world.Processes.Exists(
        process => process.Model.HasBeen(write.Id.Origin) && process.Model.Withdrawn.Contains(write));

    private IEnumerable<KnownWrite> HeldBy(ReplicaModel replica) =>
        world.Oracle.Lines.SelectMany(line => line.Writes.Take(replica.Held[line]));

    /// <summary>
    /// Where the raise that allowed a write has left the log with it, it waits for the level to be raised again.
    /// </summary>
    private static bool MayStand(KnownWrite write, ReplicaModel replica) => write.Write.Schema <= replica.Tip.Law.Level;

    private static bool IsChange(KnownWrite write) => write.Write is { Kind: WriteKind.Update, IsUnderstood: true };
}
