using Oxbow.AspNetCore;

namespace Oxbow.Client.Tests;

public sealed class RemoteApiTests : ApiContract
{
    private OxbowServer server = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DisposeAsync();
    }

    protected override async Task<IOxbow> OpenAsync()
    {
        server = await TestServer.StartAsync("a");
        return new OxbowCluster(server.ClientAddress);
    }
}
