using Oxbow.Testing.Faults;

namespace Oxbow.Testing;

/// <summary>Makes a failing simulation smaller while it fails in the same way: fewer replicas, kinds of faults and steps.</summary>
public static class Shrinker
{
    /// <summary>Gives the smallest failing simulation found, which may be the given one.</summary>
    /// <param name="failed">A failed simulation.</param>
    public static SimulationResult Shrink(SimulationResult failed)
    {
        ArgumentNullException.ThrowIfNull(failed);
        SimulationResult best = failed;
        for (int replicas = 1; replicas <= 6; replicas++)
        {
            if (TryTo(ref best, best.Options with { MaximumReplicas = replicas }))
            {
                break;
            }
        }

        ShrinkFaults(ref best);
        ShrinkSteps(ref best);
        ShrinkFaults(ref best);
        return best;
    }

    private static void ShrinkFaults(ref SimulationResult best)
    {
        HashSet<FaultKind> kept = [.. best.Options.Faults ?? new HashSet<FaultKind>(Enum.GetValues<FaultKind>())];
        foreach (FaultKind kind in kept.Order().ToArray())
        {
            HashSet<FaultKind> fewer = [.. kept];
            fewer.Remove(kind);
            if (TryTo(ref best, best.Options with { Faults = fewer }))
            {
                kept = fewer;
            }
        }
    }

    private static void ShrinkSteps(ref SimulationResult best)
    {
        int low = 1;
        int high = best.Options.Steps ?? 800;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (TryTo(ref best, best.Options with { Steps = middle }))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
    }

    private static bool TryTo(ref SimulationResult best, SimulationOptions options)
    {
        SimulationResult result = Simulation.Run(options);
        bool isAlike = result.Verdict == best.Verdict && result.Invariant == best.Invariant && result.Verdict != Verdict.Held;
        best = isAlike ? result : best;
        return isAlike;
    }
}
