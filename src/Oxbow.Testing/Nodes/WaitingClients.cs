using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.Writes;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Nodes;

/// <summary>
/// The requests that a replica has taken and not answered yet. Those that wait for a long tail are answered within a
/// bounded number of turns, whatever peers send (I29).
/// </summary>
internal sealed class WaitingClients(World world, string name)
{
    private readonly Dictionary<RequestId, ClientRequest> requests = [];
    private long turnsLeft;

    /// <summary>The requests.</summary>
    public IReadOnlyCollection<ClientRequest> Requests => requests.Values;

    /// <summary>A write of a session per key shows the versions of its documents that the session knows.</summary>
    public IReadOnlyList<AcceptStamp> ShownStamps =>
    [
        .. Requests.OfType<SubmitWrite>()
            .Where(submit => submit.Session is not null)
            .SelectMany(submit => submit.Updates.SelectMany(update => submit.Session!.VersionsOf(KeyOf(update))))
            .Select(version => version.Stamp),
    ];

    public void Add(IEnumerable<Input> inputs)
    {
        foreach (ClientRequest request in inputs.OfType<ClientRequest>())
        {
            requests.Add(request.Id, request);
        }
    }

    public void Remove(Reply reply) => requests.Remove(reply.Id);

    /// <summary>The process has ended, and with it all that waited.</summary>
    public void Forget()
    {
        requests.Clear();
        turnsLeft = 0;
    }

    /// <summary>
    /// A turn has ended. From the first turn in which somebody waits, every one executes one write at least: each of
    /// the tail, and each that comes to it without an input, once and once more.
    /// </summary>
    public void EndTurn(bool isWaiting, ReplicaStatus status)
    {
        if (isWaiting != (requests.Count > 0))
        {
            throw new InvariantBrokenException(
                "I29", $"{name} has {requests.Count} requests without an answer, and that some wait is {isWaiting}");
        }

        if (!isWaiting)
        {
            turnsLeft = 0;
            return;
        }

        world.Counters.Note(Branch.RequestWaited);
        turnsLeft = turnsLeft == 0
            ? 1 + (2 * (status.TentativeCount + status.HeldBackCount + status.AheadCount + requests.Count))
            : turnsLeft - 1;
        if (turnsLeft == 0)
        {
            throw new InvariantBrokenException("I29", $"{name} lets {requests.Count} requests wait for ever");
        }
    }

    private static DocumentKey KeyOf(Update update) =>
        new(Encoding.UTF8.GetString(update.Collection.Span), Encoding.UTF8.GetString(update.Key.Span));
}
