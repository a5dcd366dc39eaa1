using Microsoft.Extensions.DependencyInjection;

namespace Oxbow.Client.Tests;

public sealed class OxbowClientServiceTests
{
    [Fact]
    public async Task A_program_gets_one_client_by_its_interface()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddOxbowClient(new OxbowClientOptions { Nodes = [new Uri("http://127.0.0.1:4800")] })
            .BuildServiceProvider();
        Assert.IsType<OxbowCluster>(services.GetRequiredService<IOxbow>());
        Assert.Same(services.GetRequiredService<IOxbow>(), services.GetRequiredService<IOxbow>());
    }

    [Fact]
    public void A_program_with_faulty_options_does_not_start() => Assert.Throws<ArgumentException>(
        () => new ServiceCollection().AddOxbowClient(new OxbowClientOptions { Nodes = [new Uri("ftp://127.0.0.1")] }));
}
