using Oxbow.Core.Identity;
using Oxbow.Core.Messages;

namespace Oxbow.Node.Embedded;

/// <summary>One replica as those see it who turn a client's calls into its messages.</summary>
internal interface IReplicaDesk
{
    /// <summary>Which database it is a replica of.</summary>
    DatabaseId DatabaseId { get; }

    /// <summary>A request id that was never used before.</summary>
    RequestId NextRequest();

    /// <summary>Asks; with a wait, what the session lacks is fetched as long as that.</summary>
    Task<Reply> AskAsync(ClientRequest request, TimeSpan wait, CancellationToken cancellation);

    /// <summary>What is known of a write, after its commit or the wait.</summary>
    Task<WriteFate?> FateAsync(WriteId write, TimeSpan wait, CancellationToken cancellation);

    /// <summary>Every committed write after a number, without end.</summary>
    IAsyncEnumerable<LogEntryView> ChangesAsync(CommitNumber after, CancellationToken cancellation);
}
