using System.Net;
using System.Net.Sockets;

namespace Oxbow.AspNetCore.Tests.Peers;

/// <summary>Relays one TCP connection until told to freeze: then nothing passes, and nobody is told.</summary>
internal sealed class FreezingRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly TcpClient there = new();
    private readonly CancellationTokenSource freezing = new();
    private readonly Task relaying;
    private TcpClient? here;

    public FreezingRelay(IPEndPoint target)
    {
        listener.Start();
        relaying = RelayAsync(target);
    }

    public string Address => listener.LocalEndpoint.ToString()!;

    public void Freeze() => freezing.Cancel();

    public async ValueTask DisposeAsync()
    {
        Freeze();
        await relaying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        here?.Dispose();
        there.Dispose();
        listener.Dispose();
        freezing.Dispose();
    }

    private async Task RelayAsync(IPEndPoint target)
    {
        here = await listener.AcceptTcpClientAsync(freezing.Token);
        await there.ConnectAsync(target, freezing.Token);
        await Task.WhenAll(
            here.GetStream().CopyToAsync(there.GetStream(), freezing.Token),
            there.GetStream().CopyToAsync(here.GetStream(), freezing.Token));
    }
}
