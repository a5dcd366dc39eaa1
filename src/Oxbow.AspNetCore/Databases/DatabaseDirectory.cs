using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.Messages;
using Oxbow.Node;
using Oxbow.Node.Databases;
using Oxbow.Node.Errors;

namespace Oxbow.AspNetCore.Databases;

/// <summary>Finds the database that a request is about.</summary>
internal sealed class DatabaseDirectory(NodeHost node, INodeLifecycle lifecycle, TimeSpan maximumWait)
{
    private const int NameSegment = 1;

    /// <summary>The database named in the path.</summary>
    /// <exception cref="ProblemException">There is none of that name, or not yet.</exception>
    /// <exception cref="NodeException">The node is offline.</exception>
    public DatabaseHost Find(HttpContext context, int segment = NameSegment)
    {
        node.RequireServing();
        string name = RequestPath.Segment(context, segment);
        return node.Find(name) ?? throw NotHere(name);
    }

    /// <summary>Asks a replica for a reply of a kind; a refusal becomes a problem.</summary>
    /// <exception cref="ProblemException">The replica refused.</exception>
    public static async ValueTask<T> AskAsync<T>(DatabaseHost database, ClientRequest request)
        where T : Reply => Expect<T>(request, await database.AskAsync(request).ConfigureAwait(false));

    /// <summary>Asks a replica on behalf of a client, who may be ready to wait for writes of its session.</summary>
    /// <exception cref="ProblemException">The replica refused.</exception>
    public async ValueTask<T> AskAsync<T>(HttpContext context, DatabaseHost database, ClientRequest request)
        where T : Reply
    {
        TimeSpan wait = WaitReader.Header(context.Request, maximumWait);
        return Expect<T>(request, await node.AskAsync(database, request, wait, context.RequestAborted).ConfigureAwait(false));
    }

    private ProblemException NotHere(string name)
    {
        if (node.FindJoining(name) is { } progress)
        {
            return new(new(
                StatusCodes.Status503ServiceUnavailable, NodeRefusalCodes.Joining, $"Node {node.Name} waits to join database {name}. {progress}"));
        }

        return new(lifecycle.IsReady
            ? new(
                StatusCodes.Status404NotFound,
                ProblemCodes.DatabaseNotFound,
                $"Node {node.Name} hosts no database of that name; GET /admin/status lists those it does.")
            : new(
                StatusCodes.Status503ServiceUnavailable,
                ProblemCodes.Starting,
                $"Node {node.Name} is starting: try again in a moment."));
    }

    private static T Expect<T>(ClientRequest request, Reply reply)
        where T : Reply => reply switch
        {
            T expected => expected,
            Rejected rejected => throw new ProblemException(ProblemMapping.Of(rejected)),
            Reply other => throw new InvalidOperationException($"{request.GetType().Name} was answered with {other.GetType().Name}."),
        };
}
