using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Testing.Applications;
using Oxbow.Testing.Checks;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Injection;
using Oxbow.Testing.Network;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Randomness;
using Oxbow.Testing.Workload;

namespace Oxbow.Testing;

/// <summary>Act one: clients work, links come and go, faults happen, in an order drawn from the seed.</summary>
internal sealed class Schedule
{
    private readonly World world;
    private readonly SimulatedNetwork network;
    private readonly ApplicationChecks? applicationChecks;
    private readonly SwarmPlan plan;
    private readonly SeededRandom random;
    private readonly IClients clients;
    private readonly FaultInjector faults;

    public Schedule(World world, SimulatedNetwork network, IClients clients, ApplicationChecks? applicationChecks)
    {
        this.world = world;
        this.network = network;
        this.clients = clients;
        this.applicationChecks = applicationChecks;
        plan = world.Plan;
        random = plan.Choices;
        faults = new(world, network, clients);
    }

    public void Run()
    {
        SimulatedProcess first = AddProcess();
        first.Create(
            new(new(new Guid(unchecked((int)plan.Choices.Bits()), 7, 7, 1, 2, 3, 4, 5, 6, 7, 8)), ReplicaId.Base));
        int others = random.Below(plan.MaximumReplicas);
        for (int index = 0; index < others; index++)
        {
            AddProcess();
        }

        for (int step = 0; step < plan.Steps; step++)
        {
            world.Trace.Step = ++world.Step;
            world.Time.Pass(TimeSpan.FromMicroseconds(random.Below(2 * plan.StepMicroseconds)));
            faults.Step();
            Act();
            network.Sweep();
        }

        clients.End();
    }

    private SimulatedProcess AddProcess()
    {
        SimulatedProcess process = new(world, world.NextName());
        world.Processes.Add(process);
        return process;
    }

    private void Act()
    {
        int choice = random.Below(plan.DeliverWeight + plan.TurnWeight + plan.ClientWeight + plan.DialWeight);
        if (choice < plan.DeliverWeight)
        {
            Deliver();
        }
        else if (choice < plan.DeliverWeight + plan.TurnWeight)
        {
            TakeTurn([.. world.Processes.Where(process => process.State == ProcessState.Running && process.HasWork)]);
        }
        else if (choice < plan.DeliverWeight + plan.TurnWeight + plan.ClientWeight)
        {
            AskSomething();
        }
        else
        {
            Dial();
        }

        foreach (SimulatedProcess process in world.Processes.ToArray())
        {
            LookAfter(process);
        }
    }

    private void Deliver()
    {
        LinkEnd[] ready = [.. network.Ends.Where(network.CanDeliver)];
        if (ready.Length == 0)
        {
            return;
        }

        LinkEnd end = random.Pick(ready);
        int count = random.Between(1, 4);
        for (int index = 0; index < count && end.Incoming.Count > 0; index++)
        {
            network.Deliver(end);
        }

        TurnAtOnce(end.Process);
    }

    private void AskSomething()
    {
        SimulatedProcess[] running = [.. world.Processes.Where(process => process.State == ProcessState.Running)];
        if (running.Length > 0 && clients.Act(running) is { } asked)
        {
            TurnAtOnce(asked);
        }
    }

    private void Dial()
    {
        SimulatedProcess[] running = [.. world.Processes.Where(process => process.State == ProcessState.Running && process.Status is not null)];
        if (running.Length < 2 || network.LinkCount >= plan.MostLinks)
        {
            return;
        }

        SimulatedProcess dialer = random.Pick(running);
        SimulatedProcess listener = random.Pick(running);
        bool isWithPrimary = dialer.Model.IsPrimary || listener.Model.IsPrimary;
        if (isWithPrimary && !random.Happens(plan.PrimaryDialPerThousand))
        {
            return;
        }

        LinkPurpose purpose = random.Happens(plan.LivePerThousand) ? LinkPurpose.Live : LinkPurpose.Exchange;
        network.Dial(dialer, listener, plan.Extras.Happens(plan.MailPerThousand) ? LinkPurpose.Mail : purpose);
    }

    private void TurnAtOnce(SimulatedProcess process)
    {
        if (random.Happens(plan.TurnsAtOncePerThousand) && process.State == ProcessState.Running && process.HasWork)
        {
            TakeTurn([process]);
        }
    }

    private void TakeTurn(SimulatedProcess[] candidates)
    {
        if (candidates.Length == 0)
        {
            return;
        }

        SimulatedProcess process = random.Pick(candidates);
        process.Turn(faults.CrashOf(process));
        faults.AfterTurn(process);
        if (process.State == ProcessState.Running
            && plan.Checks.Happens(SwarmPlan.DeepChecksPerThousand)
            && process.AnswerAll())
        {
            DeepCheck.Compare(world, process, withDocuments: applicationChecks is null);
        }

        if (process.IsActive
            && applicationChecks is not null
            && plan.Checks.Happens(ApplicationChecks.PerThousand)
            && process.AnswerAll())
        {
            applicationChecks.CheckNow(process);
        }
    }

    /// <summary>What an operator, or the process itself, does sooner or later.</summary>
    private void LookAfter(SimulatedProcess process)
    {
        if (process.HasHandedOver && process.State == ProcessState.Running)
        {
            process.Leave();
        }
        else if (random.Happens(plan.RestartPerThousand))
        {
            Mend(process);
        }
    }

    private void Mend(SimulatedProcess process)
    {
        switch (process.State)
        {
            case ProcessState.Down:
                faults.Boot(process);
                break;
            case ProcessState.Paused:
                process.Resume();
                break;
            case ProcessState.Damaged when world.Processes.Any(other => other != process && other.IsActive):
                process.Wipe();
                break;
            case ProcessState.Unborn when !process.IsJoining:
                JoinSomewhere(process);
                break;
            case ProcessState.Running when process.Status?.Standing == Standing.Quarantined && !process.IsJoining:
                JoinSomewhere(process);
                break;
            case ProcessState.Running when process.IsToRetire || process.Status?.Standing == Standing.Retiring:
                HandOver(process);
                break;
        }
    }

    private void JoinSomewhere(SimulatedProcess process)
    {
        SimulatedProcess[] creators = [.. world.Processes.Where(other => other.IsActive && other != process)];
        if (creators.Length > 0)
        {
            network.Dial(process, random.Pick(creators), LinkPurpose.Join);
        }
    }

    private void HandOver(SimulatedProcess process)
    {
        bool isSaying = process.Ends.Values.Any(end => end.Purpose == LinkPurpose.RetirementHandover && end.IsDialer);
        SimulatedProcess[] heirs = [.. world.Processes.Where(other => other.IsActive && other != process && (!other.IsToRetire || random.Below(4) == 0))];
        if (!isSaying && heirs.Length > 0)
        {
            network.Dial(process, random.Pick(heirs), LinkPurpose.RetirementHandover);
        }
    }
}
