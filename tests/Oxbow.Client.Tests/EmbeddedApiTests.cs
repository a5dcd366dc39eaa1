using Microsoft.Extensions.Logging.Abstractions;
using Oxbow.Node;
using Oxbow.Node.Embedded;
using Oxbow.Node.Transport;

namespace Oxbow.Client.Tests;

public sealed class EmbeddedApiTests : ApiContract
{
    protected override async Task<IOxbow> OpenAsync() =>
        await OxbowNode.OpenAsync(new() { Node = new() { Name = "a", DataFolder = null }, Create = true });

    [Fact]
    public async Task A_database_that_waits_to_be_joined_is_refused_as_such()
    {
        await using InProcessTransport transport = new InProcessNetwork().CreateTransport("b");
        NodeHost host = new(
            new() { Name = "b", DataFolder = null }, transport, TimeProvider.System, NullLogger.Instance);
        Task opening = host.OpenAsync("main", DatabaseSource.Join(["nobody"]), CancellationToken.None);
        await using OxbowNode node = OxbowNode.Of(host);
        OxbowException refusal = await Assert.ThrowsAsync<OxbowException>(() => node.Database().GetAsync("c", "k"));
        Assert.Equal(("joining", true), (refusal.Code, refusal.ChangedNothing));
        await host.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => opening);
    }
}
