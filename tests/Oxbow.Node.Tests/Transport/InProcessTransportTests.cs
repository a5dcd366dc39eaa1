using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Transport;

public sealed class InProcessTransportTests : TransportContract
{
    private readonly InProcessNetwork network = new();

    protected override string AddressOfNobody => "nobody";

    [Fact]
    public async Task A_name_is_free_again_after_its_transport_was_disposed()
    {
        Assert.Throws<ArgumentException>(() => network.CreateTransport("listener"));

        await Listener.DisposeAsync();

        await using InProcessTransport successor = network.CreateTransport("listener");
        Assert.Equal("listener", successor.LocalAddress);
    }

    protected override Task<ITransport> CreateAsync(string name) =>
        Task.FromResult<ITransport>(network.CreateTransport(name));
}
