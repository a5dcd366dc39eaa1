using System.Threading.Channels;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Links;

/// <summary>A transport that reaches nobody and tells who was dialed.</summary>
internal sealed class DeadEndTransport : ITransport
{
    private readonly Channel<string> dialed = Channel.CreateUnbounded<string>();

    public string LocalAddress => "here";

    public ValueTask<string> NextDialedAsync(CancellationToken patience) => dialed.Reader.ReadAsync(patience);

    public Task<IPeerLink> ConnectAsync(string address, LinkRequest request, CancellationToken cancellation)
    {
        dialed.Writer.TryWrite(address);
        throw new PeerUnreachableException(address, "this is a dead end.");
    }

    public void Listen(Func<LinkRequest, IPeerLink, CancellationToken, Task> handler)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
