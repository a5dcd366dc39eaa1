using System.Threading.Channels;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Links;

/// <summary>A transport that reaches nobody, says so at once or never, and tells who was dialed.</summary>
internal sealed class DeadEndTransport(bool isSilent = false) : ITransport
{
    private readonly Channel<string> dialed = Channel.CreateUnbounded<string>();
    private int count;

    public int DialedCount => Volatile.Read(ref count);

    public string LocalAddress => "here";

    public ValueTask<string> NextDialedAsync(CancellationToken patience) => dialed.Reader.ReadAsync(patience);

    public Task<IPeerLink> ConnectAsync(string address, LinkRequest request, CancellationToken cancellation)
    {
        Interlocked.Increment(ref count);
        dialed.Writer.TryWrite(address);
        if (isSilent)
        {
            return new TaskCompletionSource<IPeerLink>().Task.WaitAsync(cancellation);
        }

        throw new PeerUnreachableException(address, "this is a dead end.");
    }

    public void Listen(Func<LinkRequest, IPeerLink, CancellationToken, Task> handler)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
