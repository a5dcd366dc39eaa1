using Oxbow.Client;
using Oxbow.Core.Messages;
using Oxbow.Node.Errors;
using Oxbow.Node.Joining;
using Oxbow.Wire;

namespace Oxbow.Node.Embedded;

/// <summary>Refusals of a replica or a node as the exceptions that clients know.</summary>
internal static class Refusals
{
    public static OxbowException Of(Rejected rejected)
    {
        string detail = rejected.Rejection.Detail;
        return rejected.Rejection.Code == RejectionCode.SessionNotSatisfied
            ? new SessionNotSatisfiedException(detail, [.. rejected.Missing.Select(entry => new ReplicaStamp(entry.Replica.ToString(), entry.Stamp.Value))])
            : new OxbowException(RejectionText.CodeOf(rejected.Rejection.Code), detail) { ChangedNothing = true };
    }

    public static OxbowException Invalid(string detail) => new("invalid", detail) { ChangedNothing = true };

    /// <summary>A database is not served: the node does not host it, or waits to join it.</summary>
    public static OxbowException NotHere(string database, JoinProgress? joining) => joining is null
        ? new("database_not_found", $"This node hosts no database {database}: open it with the node.") { ChangedNothing = true }
        : new(NodeRefusalCodes.Joining, $"This node waits to join database {database}. {joining}") { ChangedNothing = true };

    /// <summary>Runs an operation and tells what it throws in the words of a client.</summary>
    public static async Task<T> TellAsync<T>(Func<Task<T>> operation, CancellationToken client)
    {
        try
        {
            return await operation().ConfigureAwait(false);
        }
        catch (OverloadedException exception)
        {
            throw new OxbowException("overloaded", exception.Message, inner: exception) { ChangedNothing = true };
        }
        catch (NodeException exception)
        {
            throw new OxbowException(exception.Code, exception.Message, inner: exception) { ChangedNothing = true };
        }
        catch (OperationCanceledException exception) when (!client.IsCancellationRequested)
        {
            throw new OxbowException(NodeRefusalCodes.Offline, "The node has gone offline or stopped.", inner: exception) { ChangedNothing = true };
        }
    }
}
