using System.Text;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Randomness;
using Oxbow.Testing.Reporting;
using Oxbow.Wire.Sessions;

namespace Oxbow.Testing.Workload;

/// <summary>The clients: they write, read and move from replica to replica with their tokens.</summary>
internal sealed class Clients : IClients
{
    private const int Count = 4;
    private const int RaisesPerThousand = 40;

    private readonly World world;
    private readonly SeededRandom random;
    private readonly SessionChecker checker;
    private readonly WriteAnswerChecker writeChecker;
    private readonly WriteRequests writes;
    private readonly List<SimulatedClient> clients = [];
    private readonly Dictionary<RequestId, PendingRequest> pending = [];

    public Clients(World world)
    {
        this.world = world;
        random = world.Plan.Workload;
        checker = new(world);
        writeChecker = new(world);
        writes = new(world);
        world.Answered = Answered;
        for (int index = 0; index < Count; index++)
        {
            clients.Add(NewClient($"c{index}"));
        }
    }

    /// <inheritdoc/>
    public SimulatedProcess? Act(IReadOnlyList<SimulatedProcess> running)
    {
        SimulatedClient client = random.Pick(clients);
        if (client.Waiting is { } waiting)
        {
            if (random.Below(4) > 0)
            {
                return null;
            }

            pending.Remove(waiting);
            client.Waiting = null;
            client.HasGivenUp = true;
        }

        if (client.At is not { State: ProcessState.Running } || random.Happens(world.Plan.SessionsMovePerThousand))
        {
            client.At = random.Pick(running);
            world.Counters.Note(Branch.SessionMoved);
        }

        Ask(client, client.At, Session(client));
        return client.At;
    }

    /// <inheritdoc/>
    public bool TryForge(SimulatedProcess process)
    {
        string? token = random.Pick(clients).Token;
        if (string.IsNullOrEmpty(token) || process.Model.Identity is null)
        {
            return false;
        }

        StringBuilder forged = new(token);
        int position = random.Below(forged.Length);
        char drawn = (char)('a' + random.Below(26));
        forged[position] = forged[position] == drawn ? '-' : drawn;
        return SessionTokenCodec.TryDecode(process.Model.Identity.Database, forged.ToString()) is null
            ? true
            : throw new InvariantBrokenException("I22", $"{process.Name} reads a token that nobody issued");
    }

    /// <inheritdoc/>
    public void End() => pending.Clear();

    private SimulatedClient NewClient(string name)
    {
        bool hasSession = random.Below(4) > 0;
        return new(name)
        {
            Guarantees = hasSession ? random.Below(2) == 0 ? Guarantees.All : (Guarantees)random.Below(16) : Guarantees.None,
            Scope = random.Below(4) == 0 ? SessionScope.Key : SessionScope.Session,
            Token = hasSession ? "" : null,
        };
    }

    private static SessionState? Session(SimulatedClient client)
    {
        if (client.Token is null)
        {
            return null;
        }

        if (client.Token.Length == 0)
        {
            return SessionState.New with { Guarantees = client.Guarantees, Scope = client.Scope };
        }

        return SessionTokenCodec.TryDecode(client.At!.Model.Identity!.Database, client.Token)
            ?? throw new InvariantBrokenException("I22", $"{client.At.Name} cannot read the token of {client.Name}");
    }

    private void Ask(SimulatedClient client, SimulatedProcess process, SessionState? session)
    {
        RequestId id = world.NextRequest();
        int choice = random.Below(20);
        ReadView view = random.Below(3) == 0 ? ReadView.Committed : ReadView.Latest;
        List<DocumentKey> keys = [Documents.DrawKey(random, world.Plan.KeyCount)];
        ClientRequest request;
        if (world.Plan.DrawsLevel(RaisesPerThousand))
        {
            request = new RaiseLevel(id, SwarmPlan.HighestLevel);
        }
        else if (choice < 11)
        {
            request = writes.Draw(client, id, keys, session);
            client.HasGivenUp = false;
        }
        else if (choice < 17)
        {
            request = new ReadDocument(id, Utf8(keys[0].Collection), Utf8(keys[0].Key), view, session);
        }
        else if (choice < 19)
        {
            request = new ScanDocuments(id, Utf8(keys[0].Collection), new(default, default, default, default, 1 + random.Below(20)), view, session);
        }
        else
        {
            IReadOnlyList<Oxbow.Core.Identity.WriteId> known = [.. client.KeysWritten.Values];
            request = known.Count > 0 ? new ReadFate(id, random.Pick(known)) : new ReadLog(id, 0, 5);
        }

        client.Waiting = id;
        pending.Add(id, new(client, process, session, view, keys) { Submit = request as SubmitWrite, WritesBefore = world.Oracle.WriteCount, IsAskedTwice = IsInMail(process, request) });
        process.Mail.Add(request);
        world.Trace.Say(client.Name, "ask", $"{process.Name}: {request.GetType().Name} {string.Join(", ", keys.Select(key => key.Key))}");
    }

    private static bool IsInMail(SimulatedProcess process, ClientRequest request) =>
        request is SubmitWrite { RequestKey.IsEmpty: false } asked
        && process.Mail.Concat(process.Waiting.Requests).OfType<SubmitWrite>().Any(
            earlier => earlier.RequestKey.Span.SequenceEqual(asked.RequestKey.Span));

    private void Answered(SimulatedProcess process, Reply reply)
    {
        if (!pending.Remove(reply.Id, out PendingRequest? request))
        {
            return;
        }

        if (reply is Rejected { Rejection.Code: RejectionCode.SessionNotSatisfied })
        {
            world.Counters.Note(Branch.SessionRefused);
        }

        SimulatedClient client = request.Client;
        world.Trace.Say(client.Name, "answer", $"{process.Name}: {reply.GetType().Name}{(reply is Rejected rejected ? $" {rejected.Rejection.Code}" : reply is WriteAccepted accepted ? $" {accepted.Fate.Write}" : "")}");
        client.Waiting = null;
        writeChecker.Check(request, process, reply);
        NoteSeen(client, request, reply);
        if (request.Session is not null)
        {
            checker.Check(request, process, reply);
        }
        else if (reply is WriteAccepted written)
        {
            client.KeysWritten[request.Keys[0]] = written.Fate.Write;
        }

        if (SessionAfter(reply) is { } after)
        {
            client.Token = SessionTokenCodec.Encode(process.Model.Identity!.Database, after);
        }
    }

    private static void NoteSeen(SimulatedClient client, PendingRequest request, Reply reply)
    {
        if (reply is DocumentRead read && request.View == ReadView.Latest)
        {
            client.Seen[request.Keys[0]] = read.Document?.Write;
        }
        else if (reply is WriteAccepted accepted)
        {
            client.Seen[request.Keys[^1]] = accepted.Fate.Write;
        }
    }

    private static SessionState? SessionAfter(Reply reply) => reply switch
    {
        WriteAccepted accepted => accepted.Session,
        DocumentRead read => read.Session,
        DocumentsRead read => read.Session,
        _ => null,
    };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
