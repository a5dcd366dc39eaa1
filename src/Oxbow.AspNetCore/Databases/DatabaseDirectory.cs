using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.Messages;
using Oxbow.Node;
using Oxbow.Node.Databases;

namespace Oxbow.AspNetCore.Databases;

/// <summary>Finds the database that a request is about.</summary>
internal sealed class DatabaseDirectory(NodeHost node, NodeLifecycle lifecycle)
{
    private const int NameSegment = 1;

    /// <summary>The database named in the path.</summary>
    /// <exception cref="ProblemException">There is none of that name, or not yet.</exception>
    public DatabaseHost Find(HttpContext context)
    {
        string name = RequestPath.Segment(context, NameSegment);
        return node.Find(name) ?? throw new ProblemException(lifecycle.IsReady
            ? new(StatusCodes.Status404NotFound, ProblemCodes.DatabaseNotFound, $"Node {node.Name} hosts no database of that name; GET /admin/status lists those it does.")
            : new(StatusCodes.Status503ServiceUnavailable, ProblemCodes.Starting, $"Node {node.Name} is starting: try again in a moment."));
    }

    /// <summary>Asks a replica for a reply of a kind; a refusal becomes a problem.</summary>
    /// <exception cref="ProblemException">The replica refused.</exception>
    public static async ValueTask<T> AskAsync<T>(DatabaseHost database, ClientRequest request)
        where T : Reply => await database.AskAsync(request).ConfigureAwait(false) switch
        {
            T reply => reply,
            Rejected rejected => throw new ProblemException(ProblemMapping.Of(rejected)),
            Reply other => throw new InvalidOperationException($"{request.GetType().Name} was answered with {other.GetType().Name}."),
        };
}
