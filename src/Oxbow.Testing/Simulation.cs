using Oxbow.Testing.Applications;
using Oxbow.Testing.Checks;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Network;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Reporting;
using Oxbow.Testing.Workload;

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
        SimulatedApplication? application = options.Application?.Invoke();
        World world = new(PlanOf(options), options.WithTrace);
        world.Checkers.Add(CheckerList.Make(world));
        (Verdict verdict, string invariant, string message) = PlayHere(world, application);
        world.Counters.NoteEnd(world.Step, world.Checkers.Checked);
        if (verdict != Verdict.Held)
        {
            message += world.Oracle.IsForked ? " (An id was forked before.)" : world.Oracle.IsMemoryLost ? " (A memory was lost before.)" : "";
            world.Trace.Say("", "broken", $"{message}");
        }

        return new(options, verdict, invariant, message, world.Trace.Hash, world.Counters, world.Trace.Lines);
    }

    private static SwarmPlan PlanOf(SimulationOptions options)
    {
        IReadOnlySet<FaultKind>? allowed = options.Application is null ? null : SwarmPlan.KindsThatForgetNothing;
        return new(
            options.Seed,
            options.MaximumReplicas,
            options.Steps,
            options.Faults ?? allowed,
            options.Application is not null);
    }

    /// <summary>
    /// Plays without a synchronization context, which would take what an application awaits to other threads.
    /// </summary>
    private static (Verdict Verdict, string Invariant, string Message) PlayHere(World world, SimulatedApplication? application)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(null);
            return Play(world, application);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static (Verdict Verdict, string Invariant, string Message) Play(World world, SimulatedApplication? application)
    {
        try
        {
            ApplicationChecks? checks = application is null ? null : new(world, application);
            SimulatedNetwork network = new(world);
            IClients clients = application is null ? new Clients(world) : new ApplicationClients(world, application);
            new Schedule(world, network, clients, checks).Run();
            new Heal(world, network, checks).Run();
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
