using Oxbow.Testing.Faults;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing;

/// <summary>
/// Runs real replicas over a simulated network, disk and clock on the calling thread, in two acts: first faults, with
/// every invariant checked after every event; then everything is healed and the replicas have to become equal.
/// </summary>
public static class Simulation
{
    /// <summary>Runs one seed with everything it draws.</summary>
    public static SimulationResult Run(long seed) => Run(new SimulationOptions { Seed = seed });

    /// <summary>Runs one simulation. Never throws for what it finds: the result tells.</summary>
    public static SimulationResult Run(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        World world = new(new SwarmPlan(options), options.WithTrace, options.Application?.Invoke());
        (Verdict verdict, string invariant, string message) = PlayHere(world);
        world.Counters.NoteEnd(world.Step, world.Checkers.Checked);
        if (verdict != Verdict.Held)
        {
            message += world.Oracle.IsForked ? " (An id was forked before.)" : world.Oracle.IsMemoryLost ? " (A memory was lost before.)" : "";
            world.Trace.Say("", "broken", $"{message}");
        }

        return new(options, verdict, invariant, message, world.Trace.Hash, world.Counters, world.Trace.Lines);
    }

    /// <summary>Plays without a synchronization context, which would take what an application awaits to other threads.</summary>
    private static (Verdict Verdict, string Invariant, string Message) PlayHere(World world)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(null);
            return Play(world);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static (Verdict Verdict, string Invariant, string Message) Play(World world)
    {
        try
        {
            Schedule schedule = new(world);
            schedule.Run();
            new Heal(world, schedule.Network).Run();
            return (Verdict.Held, "", "");
        }
        catch (HistoriesMixedException)
        {
            world.Counters.Note(Branch.HistoriesMixed);
            return (Verdict.Held, "", "");
        }
        catch (InvariantBrokenException broken)
        {
            return (broken.Invariant == "I10" ? Verdict.DidNotConverge : Verdict.InvariantBroken, broken.Invariant, broken.Message);
        }
#pragma warning disable CA1031 // Whatever a replica throws is a finding, not a reason to end the run of seeds.
        catch (Exception exception)
        {
            return (Verdict.Crashed, "", exception.ToString());
        }
#pragma warning restore CA1031
    }
}
