using System.Runtime.CompilerServices;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Errors;

namespace Oxbow.Node.Embedded;

/// <summary>A replica that a node in this process hosts.</summary>
internal sealed class HostedReplica(NodeHost node, DatabaseHost database) : IReplicaDesk
{
    public DatabaseId DatabaseId => database.DatabaseId;

    /// <exception cref="NodeException">The node serves nobody now.</exception>
    /// <exception cref="Client.OxbowException">It hosts no such database.</exception>
    public static HostedReplica Find(NodeHost node, string name)
    {
        node.RequireServing();
        return new(node, node.Find(name) ?? throw Refusals.NotHere(name, node.FindJoining(name)));
    }

    public RequestId NextRequest() => database.NextRequest();

    public Task<Reply> AskAsync(ClientRequest request, TimeSpan wait, CancellationToken cancellation) =>
        node.AskAsync(database, request, wait, cancellation);

    public Task<WriteFate?> FateAsync(WriteId write, TimeSpan wait, CancellationToken cancellation) =>
        node.FateAsync(database, write, wait, cancellation);

    public async IAsyncEnumerable<LogEntryView> ChangesAsync(
        CommitNumber after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, node.Serving);
        await foreach (LogEntryView entry in ChangeFeed.ReadAsync(database, after, ending.Token).ConfigureAwait(false))
        {
            yield return entry;
        }
    }
}
