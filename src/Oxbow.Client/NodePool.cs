using System.Text.Json.Serialization.Metadata;

namespace Oxbow.Client;

/// <summary>
/// Sends requests to one of several nodes. It stays with a session's node as long as that is not offline, moves
/// on when a node does not serve, and repeats only what has not been done or may be done twice.
/// </summary>
internal sealed class NodePool(NodeSelector directory)
{
    private readonly Dictionary<Uri, NodeConnection> connections = [];
    private readonly Lock gate = new();

    /// <summary>Sends a request; see <see cref="NodeConnection"/>.</summary>
    public Task<HttpResponseMessage> SendAsync(
        NodeRequest request, ClientSession? session, CancellationToken cancellation) =>
        session is null
            ? TryNodesAsync(request, session, cancellation)
            : session.RunAsync(
                async _ =>
                {
                    var answer = await TryNodesAsync(request, session, cancellation).ConfigureAwait(false);
                    return (answer, NodeConnection.SessionOf(answer));
                },
                cancellation);

    /// <summary>Sends a request whose success carries one JSON value.</summary>
    public async Task<T> SendAsync<T>(
        NodeRequest request, JsonTypeInfo<T> answerType, ClientSession? session, CancellationToken cancellation)
        where T : class
    {
        using var answer = await SendAsync(request, session, cancellation).ConfigureAwait(false);
        return await NodeConnection.ReadAsync(answer, answerType, cancellation).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> TryNodesAsync(
        NodeRequest request, ClientSession? session, CancellationToken cancellation)
    {
        var candidates = await directory.CandidatesAsync(session?.Node, cancellation).ConfigureAwait(false);
        for (var index = 0; ; index++)
        {
            var node = candidates[index];
            var askedAt = directory.Moment;
            try
            {
                var answer = await Connection(node).SendAsync(request, session, cancellation).ConfigureAwait(false);
                directory.ReportAnswer(node, askedAt);
                if (session is not null)
                {
                    session.Node = node;
                }

                return answer;
            }
            catch (OxbowException error)
            {
                if (ConditionAfter(error) is { } condition)
                {
                    directory.Report(node, condition);
                }
                else
                {
                    directory.ReportAnswer(node, askedAt);
                }

                if (index + 1 == candidates.Count || !MayMove(request, session, error))
                {
                    throw;
                }
            }
        }
    }

    private NodeConnection Connection(Uri node)
    {
        lock (gate)
        {
            return connections.TryGetValue(node, out var known) ? known : connections[node] = new NodeConnection(node);
        }
    }

    private static NodeCondition? ConditionAfter(OxbowException error) => error.Code switch
    {
        OxbowException.NodeUnreachable => NodeCondition.Unreachable,
        "overloaded" => NodeCondition.Overloaded,
        "offline" or "starting" or "joining" or "retired" or "quarantined" => NodeCondition.Offline,
        _ => null,
    };

    private static bool MayMove(NodeRequest request, ClientSession? session, OxbowException error) => error switch
    {
        SessionNotSatisfiedException => session?.Choice is WhenNotSatisfied.Move,
        { Code: OxbowException.NodeUnreachable } => request.IsRepeatable || error.ChangedNothing,
        _ => error.ChangedNothing,
    };
}
