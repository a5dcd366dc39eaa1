using System.Diagnostics;
using Oxbow.Client;

namespace Oxbow.Cli.Tests;

/// <summary>A primary that is killed for good, and one that moves, with real processes.</summary>
public sealed class PrimaryVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("oxbow-primary-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Another_node_takes_over_from_a_killed_primary_once_the_operator_says_yes()
    {
        using ServedNode a = await ServedNode.StartAsync("a", folder);
        using ServedNode b = await ServedNode.StartAsync("b", folder, "--join", a.PeerAddress, "--peer", $"a={a.PeerAddress}");
        await a.KillAsync();
        OxbowClient client = new(b.ClientAddress, "main");
        WriteResult waiting = await client.PutAsync("c", "k", "1"u8.ToArray());
        Assert.Null(waiting.CommitNumber);

        string shown = await PrimaryAsync(1, "take-over", "--node", b.ClientAddress.ToString());
        Assert.Contains("Nothing was changed", shown, StringComparison.Ordinal);
        Assert.Contains("Not connected at the moment: a", shown, StringComparison.Ordinal);
        Assert.Equal(0, (await new OxbowAdmin(b.ClientAddress).PrimaryAsync("main")).Epoch);

        await PrimaryAsync(0, "take-over", "--node", b.ClientAddress.ToString(), "--yes");
        PrimaryStatus after = await new OxbowAdmin(b.ClientAddress).PrimaryAsync("main");
        Assert.Equal((true, 1L, 0L), (after.IsHere, after.Epoch, after.Tentative));

        string refused = await PrimaryAsync(1, "take-over", "--node", b.ClientAddress.ToString(), "--yes");
        Assert.Empty(refused);
    }

    [Fact]
    public async Task The_office_moves_to_the_node_at_an_address()
    {
        using ServedNode a = await ServedNode.StartAsync("a", folder);
        using ServedNode b = await ServedNode.StartAsync("b", folder, "--join", a.PeerAddress, "--peer", $"a={a.PeerAddress}");
        await PrimaryAsync(0, "move", "--node", a.ClientAddress.ToString(), "--to", b.ClientAddress.ToString());
        PrimaryStatus moved = await new OxbowAdmin(a.ClientAddress).PrimaryAsync("main");
        Assert.Equal((false, moved.Primary), (moved.IsHere, (await new OxbowAdmin(b.ClientAddress).PrimaryAsync("main")).Replica));
        await PrimaryAsync(64, "move", "--node", a.ClientAddress.ToString(), "--to", "oslo");
    }

    private static async Task<string> PrimaryAsync(int exitCode, params string[] arguments)
    {
        using Process program = OxbowUnderTest.Start(["primary", .. arguments]);
        program.StandardInput.Close();
        Task<string> errors = program.StandardError.ReadToEndAsync();
        string output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        Assert.True(program.ExitCode == exitCode, $"{program.ExitCode}: {await errors}");
        return output;
    }
}
