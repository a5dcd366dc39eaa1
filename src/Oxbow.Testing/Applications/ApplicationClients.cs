using Oxbow.Client;
using Oxbow.Core.Messages;
using Oxbow.Node.Embedded;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Randomness;
using Oxbow.Testing.Reporting;
using Oxbow.Testing.Workload;

namespace Oxbow.Testing.Applications;

/// <summary>
/// Runs the clients of an application on the thread of the simulation: an awaited call goes on inside the turn that answers
/// it, so the order of everything is the schedule's.
/// </summary>
internal sealed class ApplicationClients : IClients
{
    private const int Count = 4;

    private readonly World world;
    private readonly SimulatedApplication application;
    private readonly SeededRandom random;
    private readonly List<ApplicationClient> clients = [];
    private readonly Dictionary<RequestId, (ApplicationClient Client, TaskCompletionSource<Reply> Answer)> pending = [];
    private bool isOver;

    public ApplicationClients(World world, SimulatedApplication application)
    {
        this.world = world;
        this.application = application;
        random = world.Plan.Workload;
        world.Answered = Answered;
        for (int index = 0; index < Count; index++)
        {
            clients.Add(new($"c{index}", random.Below(int.MaxValue), client => new EmbeddedDatabase("main", () => Desk(client))));
        }
    }

    public SimulatedProcess? Act(IReadOnlyList<SimulatedProcess> running)
    {
        ApplicationClient client = random.Pick(clients);
        if (client.Deed is { IsCompleted: false } && (client.At?.State != ProcessState.Running || random.Below(8) == 0))
        {
            GiveUp(client);
        }

        if (client.Deed is { IsCompleted: false })
        {
            return client.At is { State: ProcessState.Running } ? client.At : null;
        }

        Require(client);
        client.Deed = application.ActAsync(client);
        RequireOwnWaits(client);
        return client.At;
    }

    /// <summary>Nobody forges tokens here: the product's own workload does.</summary>
    public bool TryForge(SimulatedProcess process) => false;

    /// <summary>Everybody stops; what they still wait for fails.</summary>
    public void End()
    {
        isOver = true;
        clients.ForEach(client =>
        {
            GiveUp(client);
            Require(client);
        });
    }

    private ApplicationDesk Desk(ApplicationClient client)
    {
        client.At = Place(client);
        return new(client, world, AskAsync);
    }

    /// <summary>The replica where the client puts its next question: often the same, another one when that is gone; null when none runs.</summary>
    private SimulatedProcess? Place(ApplicationClient client)
    {
        SimulatedProcess[] running = isOver ? [] : [.. world.Processes.Where(process => process is { State: ProcessState.Running, Model.Identity: not null })];
        if (running.Length > 0 && (!running.Contains(client.At) || random.Happens(world.Plan.SessionsMovePerThousand)))
        {
            world.Counters.Note(Branch.SessionMoved);
            return random.Pick(running);
        }

        return running.Length > 0 ? client.At : null;
    }

    private Task<Reply> AskAsync(ApplicationClient client, ClientRequest request)
    {
        SimulatedProcess process = client.At ?? throw ApplicationDesk.Unreachable();
        TaskCompletionSource<Reply> answer = new();
        pending.Add(request.Id, (client, answer));
        client.Waiting++;
        process.Mail.Add(request);
        world.Trace.Say(client.Name, "ask", $"{process.Name}: {request.GetType().Name}");
        return answer.Task;
    }

    private void Answered(SimulatedProcess process, Reply reply)
    {
        if (!pending.Remove(reply.Id, out (ApplicationClient Client, TaskCompletionSource<Reply> Answer) asked))
        {
            return;
        }

        if (reply is Rejected { Rejection.Code: RejectionCode.SessionNotSatisfied })
        {
            world.Counters.Note(Branch.SessionRefused);
        }

        world.Trace.Say(asked.Client.Name, "answer", $"{process.Name}: {reply.GetType().Name}");
        asked.Client.Waiting--;
        asked.Answer.SetResult(reply);
        RequireOwnWaits(asked.Client);
    }

    /// <summary>The client does not wait any longer; the answers may still come, and are not listened to.</summary>
    private void GiveUp(ApplicationClient client)
    {
        // Failing one question may bring up the next one, until the client has had enough.
        while (pending.FirstOrDefault(pair => pair.Value.Client == client) is { Value.Answer: { } answer, Key: var id })
        {
            pending.Remove(id);
            client.Waiting--;
            answer.SetException(ApplicationDesk.Unreachable());
        }
    }

    /// <summary>What failed otherwise than calls of a database do is a finding.</summary>
    private static void Require(ApplicationClient client)
    {
        if (client.Deed?.Exception?.InnerException is { } exception and not OxbowException)
        {
            throw new InvariantBrokenException(ApplicationChecks.Invariant, $"{client.Name}: {exception.Message}");
        }
    }

    private static void RequireOwnWaits(ApplicationClient client)
    {
        if (client is { Deed.IsCompleted: false, Waiting: 0 })
        {
            throw new InvalidOperationException($"{client.Name} waits for something that is not the simulator's: an application may await nothing but calls of its client's database.");
        }
    }
}
