using System.Diagnostics;
using Oxbow.Client;

namespace Oxbow.Cli.Tests;

public sealed class GatewayVerbTests
{
    [Fact]
    public async Task A_gateway_and_the_state_of_nodes_are_run_from_the_command_line()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("oxbow-gateway-");
        try
        {
            using ServedNode a = await ServedNode.StartAsync("a", folder.FullName);
            using ServedNode b = await ServedNode.StartAsync("b", folder.FullName, "--join", a.PeerAddress, "--peer", $"a={a.PeerAddress}");
            using Process gateway = OxbowUnderTest.Start(
                "gateway", "--node", Text(a.ClientAddress), "--node", Text(b.ClientAddress), "--listen", "127.0.0.1:0", "--until-stdin-closes");
            try
            {
                OxbowClient client = new(new Uri((await gateway.StandardOutput.ReadLineAsync())!));
                Assert.EndsWith("@base", (await client.PutAsync("c", "k", "1"u8.ToArray())).Write, StringComparison.Ordinal);
                using Process set = OxbowUnderTest.Start("status", "set", Text(a.ClientAddress), "offline");
                await set.WaitForExitAsync();
                Assert.Equal(0, set.ExitCode);
                Assert.False((await client.PutAsync("c", "k", "2"u8.ToArray())).Write.EndsWith("@base", StringComparison.Ordinal));
                gateway.StandardInput.Close();
                await gateway.WaitForExitAsync();
                Assert.Equal(0, gateway.ExitCode);
            }
            finally
            {
                if (!gateway.HasExited)
                {
                    gateway.Kill();
                }
            }

            await a.EndAsync();
            await b.EndAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
