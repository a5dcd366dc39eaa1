using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Oxbow.Client;

namespace Oxbow.Cli.Tests;

/// <summary>
/// A database is made when somebody says so on the command line, and whoever has none waits for those who have.
/// </summary>
public sealed class CreationTests : IDisposable
{
    private const string AnotherId = "ffeeddccbbaa99887766554433221100";

    private readonly string folder = Directory.CreateTempSubdirectory("oxbow-create-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_node_started_before_the_one_that_it_joins_waits_for_it_and_shows_so()
    {
        int peerPort = FreePort();
        int port = FreePort();
        string node = $"http://127.0.0.1:{port}";
        using Process waiting = OxbowUnderTest.Start(
            "serve", "--name", "b", "--data", Path.Combine(folder, "b"), "--listen", $"127.0.0.1:{port}", "--peer-listen", "127.0.0.1:0",
            "--until-stdin-closes", "--peer", $"a=127.0.0.1:{peerPort}");
        try
        {
            string? said = await waiting.StandardError.ReadLineAsync();
            Assert.Contains("waits to join", said, StringComparison.Ordinal);
            string shown = await OutputOfAsync("status", "--node", node);
            Assert.Contains($"joining since", shown, StringComparison.Ordinal);
            Assert.Contains($"127.0.0.1:{peerPort}", shown, StringComparison.Ordinal);
            OxbowException refusal = await Assert.ThrowsAsync<OxbowException>(
                () => new OxbowClient(new Uri(node)).GetAsync("c", "k"));
            Assert.Equal("joining", refusal.Code);

            int free = FreePort();
            using Process a = OxbowUnderTest.Start(
                "serve", "--name", "a", "--data", Path.Combine(folder, "a"), "--listen", $"127.0.0.1:{free}",
                "--peer-listen", $"127.0.0.1:{peerPort}", "--until-stdin-closes", "--create");
            try
            {
                await UntilServedAsync(new(new Uri(node)));
                await EndAsync(a);
            }
            finally
            {
                a.Kill();
            }

            await EndAsync(waiting);
        }
        finally
        {
            waiting.Kill();
        }
    }

    [Fact]
    public async Task A_node_that_waits_ends_when_it_is_told()
    {
        using Process waiting = OxbowUnderTest.Start(
            [.. ServedNode.Arguments("b", folder), "--join", $"127.0.0.1:{FreePort()}"]);
        Assert.Contains("waits to join", await waiting.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        await EndAsync(waiting);
    }

    [Fact]
    public async Task The_database_that_is_meant_is_opened_and_joined_and_no_other()
    {
        using ServedNode a = await ServedNode.StartAsync("a", folder);
        string shown = await OutputOfAsync("status", "--node", a.ClientAddress.ToString());
        string id = (await new OxbowAdmin(a.ClientAddress).StatusAsync()).Databases.Single().DatabaseId!;
        Assert.Contains($"database id {id}", shown, StringComparison.Ordinal);
        using (ServedNode b = await ServedNode.StartAsync("b", folder, "--join", a.PeerAddress, "--database-id", id))
        {
            Assert.Equal(0, await b.EndAsync());
        }

        string[] again = [.. ServedNode.Arguments("b", folder), "--database-id"];
        (int exitCode, string errors) = await RunAsync([.. again, AnotherId]);
        Assert.Equal(65, exitCode);
        Assert.Contains(AnotherId, errors, StringComparison.Ordinal);
        Assert.Contains(id, errors, StringComparison.Ordinal);

        using Process waiting = OxbowUnderTest.Start(
            [.. ServedNode.Arguments("c", folder), "--join", a.PeerAddress, "--database-id", AnotherId]);
        string said = $"{await waiting.StandardError.ReadLineAsync()} {await waiting.StandardError.ReadLineAsync()}";
        Assert.Contains("has another database of the name", said, StringComparison.Ordinal);
        Assert.Contains("waits to join", said, StringComparison.Ordinal);
        await EndAsync(waiting);
    }

    [Fact]
    public async Task A_peer_with_another_database_is_shown_in_capitals()
    {
        using ServedNode a = await ServedNode.StartAsync("a", folder);
        using ServedNode b = await ServedNode.StartAsync("b", folder, "--peer", $"a={a.PeerAddress}");
        string idOfA = (await new OxbowAdmin(a.ClientAddress).StatusAsync()).Databases.Single().DatabaseId!;
        OxbowAdmin admin = new(b.ClientAddress);
        NodeStatus status;
        do
        {
            status = await admin.StatusAsync();
        }
        while (status.Peers.Single().OtherDatabases.Count == 0);
        Assert.Equal(new OtherDatabaseStatus("main", idOfA), status.Peers.Single().OtherDatabases.Single());
        Assert.Contains(
            $"HAS ANOTHER DATABASE main: {idOfA}",
            await OutputOfAsync("status", "--node", b.ClientAddress.ToString()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_does_not_say_that_a_database_is_made()
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["OXBOW_CREATE"] = "true";
        foreach (string argument in new[] { Path.Combine(AppContext.BaseDirectory, "oxbow.dll") }.Concat(ServedNode.Arguments("a", folder)))
        {
            start.ArgumentList.Add(argument);
        }

        using Process program = Process.Start(start)!;
        string errors = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        Assert.Equal(64, program.ExitCode);
        Assert.Contains("--create on the command line", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    private static async Task UntilServedAsync(OxbowClient client)
    {
        while (true)
        {
            try
            {
                await client.PutAsync("c", "k", "1"u8.ToArray());
                return;
            }
            catch (OxbowException exception) when (exception.Code is "joining" or "starting")
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private static async Task EndAsync(Process node)
    {
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        Assert.Equal(0, node.ExitCode);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> OutputOfAsync(params string[] arguments)
    {
        using Process program = OxbowUnderTest.Start(arguments);
        string output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        Assert.Equal(0, program.ExitCode);
        return output;
    }

    /// <summary>Runs the program to its end, with its input open all the while.</summary>
    private static async Task<(int ExitCode, string Errors)> RunAsync(string[] arguments)
    {
        using Process program = OxbowUnderTest.Start(arguments);
        string errors = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, errors);
    }
}
