using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Oxbow.Client;

namespace Oxbow.AspNetCore.Tests.Servers;

/// <summary>A web application with a node in it uses the databases by means of the same interface as everybody else.</summary>
public sealed class HostedApplicationTests
{
    [Fact]
    public async Task An_application_reaches_its_own_databases_without_a_detour_over_http()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddOxbow(TestNode.Options("a"));
        WebApplication application = builder.Build();
        await using (application.ConfigureAwait(false))
        {
            application.MapOxbow();
            await application.StartAsync(CancellationToken.None);
            IOxbow oxbow = application.Services.GetRequiredService<IOxbow>();
            Assert.Equal(["main"], await oxbow.DatabasesAsync(CancellationToken.None));
            WriteReceipt receipt = await oxbow.Database().WriteAsync([Update.PutDocument("songs", "yellow", System.Text.Json.JsonSerializer.SerializeToElement(1))], cancellation: CancellationToken.None);
            Assert.Equal(WriteState.Committed, (await receipt.CommittedAsync(CancellationToken.None)).State);
            Assert.NotNull(await oxbow.Database().GetAsync("songs", "yellow", cancellation: CancellationToken.None));
            await application.StopAsync(CancellationToken.None);
        }
    }
}
