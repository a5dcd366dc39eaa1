using System.Runtime.CompilerServices;
using Oxbow.Client;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Embedded;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Applications;

/// <summary>Where a simulated client puts its questions: to the replica where it is when it asks.</summary>
internal sealed class ApplicationDesk(ApplicationClient client, World world, Func<ApplicationClient, ClientRequest, Task<Reply>> ask) : IReplicaDesk
{
    private const int EntriesAtATime = 256;

    public DatabaseId DatabaseId => client.At?.Model.Identity?.Database ?? throw Unreachable();

    public static OxbowException Unreachable() => new(OxbowException.NodeUnreachable, "The node gives no answer: go on at another one.");

    public RequestId NextRequest() => world.NextRequest();

    /// <remarks>A replica refuses at once, however long the session would wait: the simulator has no peers to pull from.</remarks>
    public Task<Reply> AskAsync(ClientRequest request, TimeSpan wait, CancellationToken cancellation) => ask(client, request);

    public async Task<WriteFate?> FateAsync(WriteId write, TimeSpan wait, CancellationToken cancellation) =>
        ((FateRead)await ask(client, new ReadFate(NextRequest(), write)).ConfigureAwait(false)).Fate;

    public async IAsyncEnumerable<LogEntryView> ChangesAsync(
        CommitNumber after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            LogRead read = (LogRead)await ask(client, new ReadLog(NextRequest(), after.Value, EntriesAtATime)).ConfigureAwait(false);
            foreach (LogEntryView entry in read.Entries.TakeWhile(entry => entry.CommitNumber > after))
            {
                after = entry.CommitNumber;
                yield return entry;
            }
        }
    }
}
