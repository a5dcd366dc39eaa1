using System.Diagnostics;
using Oxbow.Client;

namespace Oxbow.Cli.Tests;

/// <summary>A node that is killed for good, and evicted at the command line.</summary>
public sealed class EvictVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("oxbow-evict-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_lost_node_is_evicted_by_its_name_once_the_operator_says_yes()
    {
        using ServedNode a = await ServedNode.StartAsync("a", folder);
        using ServedNode b = await ServedNode.StartAsync("b", folder, "--join", a.PeerAddress, "--peer", $"a={a.PeerAddress}");
        OxbowAdmin admin = new(b.ClientAddress);
        await admin.ExchangeAsync("a");
        await b.KillAsync();

        string known = await EvictAsync(1, "oslo", a);
        Assert.Contains("No replica 'oslo' is known", known, StringComparison.Ordinal);
        Assert.Contains("\tb\t", known, StringComparison.Ordinal);

        string shown = await EvictAsync(1, "b", a);
        Assert.Contains("Nothing was changed", shown, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync(a));

        Assert.Contains("b (", await EvictAsync(0, "b", a, "--yes"), StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(a));
        Assert.Contains("does not evict itself", await EvictAsync(1, "a", a, "--yes"), StringComparison.Ordinal);
    }

    private static async Task<int> CountAsync(ServedNode node) =>
        (await new OxbowClient(node.ClientAddress, "main").StatusAsync()).Replicas.Count;

    private static async Task<string> EvictAsync(int exitCode, string replica, ServedNode node, params string[] more)
    {
        using Process program = OxbowUnderTest.Start(["evict", replica, "--node", node.ClientAddress.ToString(), .. more]);
        program.StandardInput.Close();
        Task<string> errors = program.StandardError.ReadToEndAsync();
        string output = await program.StandardOutput.ReadToEndAsync() + await errors;
        await program.WaitForExitAsync();
        Assert.True(program.ExitCode == exitCode, $"{program.ExitCode}: {output}");
        return output;
    }
}
