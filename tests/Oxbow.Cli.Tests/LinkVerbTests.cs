using System.Diagnostics;
using Oxbow.Client;

namespace Oxbow.Cli.Tests;

public sealed class LinkVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("oxbow-link-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Both_ends_are_told_by_the_names_they_have_and_one_alone_if_so_said()
    {
        using ServedNode a = await ServedNode.StartAsync("a", folder);
        using ServedNode b = await ServedNode.StartAsync("b", folder, "--join", a.PeerAddress, "--direct-mail", "--request-rate", "1000");
        await LinkAsync(0, a, b, "--delay", "2s", "--jitter", "200ms", "--loss", "5%", "--bandwidth", "1MB/s", "--block");
        Assert.Equal((true, 2000, 200, 0.05, 1_000_000), await ReadAsync(a, "b"));
        Assert.Equal((true, 2000, 200, 0.05, 1_000_000), await ReadAsync(b, "a"));

        string shown = await LinkAsync(0, a, b, "--restore", "--delay", "0", "--jitter", "0", "--one-way");
        Assert.Equal("a\tb\topen, loss 5 %, 1000000 bytes/s\nb\ta\tblocked, delay 2000 to 2200 ms, loss 5 %, 1000000 bytes/s\n", shown);
        Assert.Equal((false, 0, 0, 0.05, 1_000_000), await ReadAsync(a, "b"));
        Assert.Equal((true, 2000, 200, 0.05, 1_000_000), await ReadAsync(b, "a"));
        Assert.Equal(shown, await LinkAsync(0, a, b));

        await LinkAsync(64, a, a, "--delay", "1s");
        await LinkAsync(64, a, b, "--delay", "soon");
        await LinkAsync(64, a, b, "--block", "--restore");
        Assert.Equal(shown, await LinkAsync(0, a, b));
    }

    private static async Task<(bool Blocked, double Delay, double Jitter, double Loss, long Bytes)> ReadAsync(ServedNode node, string peerName)
    {
        NodeStatus status = await new OxbowAdmin(node.ClientAddress).StatusAsync();
        PeerStatus peer = Assert.Single(status.Peers, peer => peer.Name == peerName);
        return (peer.Blocked, peer.DelayMilliseconds, peer.JitterMilliseconds, peer.Loss, peer.BytesPerSecond);
    }

    private static async Task<string> LinkAsync(int exitCode, ServedNode from, ServedNode to, params string[] more)
    {
        using Process program = OxbowUnderTest.Start(["link", from.ClientAddress.ToString(), to.ClientAddress.ToString(), .. more]);
        program.StandardInput.Close();
        Task<string> errors = program.StandardError.ReadToEndAsync();
        string output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        Assert.True(program.ExitCode == exitCode, await errors);
        return output;
    }
}
