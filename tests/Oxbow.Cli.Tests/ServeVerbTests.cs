using System.Diagnostics;
using Oxbow.Client;

namespace Oxbow.Cli.Tests;

public sealed class ServeVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("oxbow-serve-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_node_serves_until_its_input_closes_and_goes_on_from_its_data_even_after_a_kill()
    {
        using (ServedNode first = await ServedNode.StartAsync("a", folder))
        {
            await new OxbowClient(first.ClientAddress).PutAsync("c", "k", "1"u8.ToArray());
            Assert.Equal(0, await first.EndAsync());
        }

        using (ServedNode second = await ServedNode.StartAsync("a", folder))
        {
            await new OxbowClient(second.ClientAddress).PutAsync("c", "l", "2"u8.ToArray());
            await second.KillAsync();
        }

        using ServedNode third = await ServedNode.StartAsync("a", folder);
        OxbowClient client = new(third.ClientAddress);
        Assert.NotNull(await client.GetAsync("c", "k"));
        Assert.NotNull(await client.GetAsync("c", "l"));
    }

    [Fact]
    public async Task A_database_created_without_a_primary_has_none_ever_after()
    {
        using (ServedNode first = await ServedNode.StartAsync("a", folder, "--without-primary"))
        {
            await new OxbowClient(first.ClientAddress).PutAsync("c", "k", "1"u8.ToArray());
            await first.KillAsync();
        }

        using ServedNode again = await ServedNode.StartAsync("a", folder);
        using ServedNode other = await ServedNode.StartAsync("b", folder, "--join", again.PeerAddress, "--peer", $"a={again.PeerAddress}");
        OxbowClient client = new(again.ClientAddress);
        Assert.Equal(WriteState.Tentative, (await client.PutAsync("c", "l", "2"u8.ToArray())).State);
        Assert.Equal(WriteState.Tentative, (await client.GetAsync("c", "k"))!.State);
        Assert.Equal(WriteState.Tentative, (await new OxbowClient(other.ClientAddress).PutAsync("c", "m", "3"u8.ToArray())).State);
    }

    [Fact]
    public async Task The_deepest_value_can_be_read_back_wherever_it_stands()
    {
        using ServedNode a = await ServedNode.StartAsync("a", folder);
        OxbowClient client = new(a.ClientAddress);
        byte[] deep = [.. Enumerable.Repeat((byte)'[', 64), .. Enumerable.Repeat((byte)']', 64)];
        await client.PutAsync("c", "k", deep);
        Assert.Equal(deep, (await client.GetAsync("c", "k"))!.Json.ToArray());
        Assert.Single((await client.ScanAsync("c")).Documents);
        Assert.Single((await client.LogPageAsync()).Entries);
    }

    [Fact]
    public async Task A_node_that_has_retired_ends_with_its_answer_given()
    {
        using ServedNode a = await ServedNode.StartAsync("a", folder);
        using ServedNode b = await ServedNode.StartAsync("b", folder, "--join", a.PeerAddress, "--peer", $"a={a.PeerAddress}");
        await new OxbowClient(b.ClientAddress).PutAsync("c", "k", "1"u8.ToArray());
        Assert.Equal("a", await new OxbowAdmin(b.ClientAddress).RetireAsync("a"));
        Assert.Equal(0, await b.AwaitEndAsync());
        Assert.NotNull(await new OxbowClient(a.ClientAddress).GetAsync("c", "k"));
    }

    [Fact]
    public async Task A_folder_in_use_is_left_alone()
    {
        using ServedNode a = await ServedNode.StartAsync("a", folder);
        (int exitCode, string errors) = await RunAsync(ServedNode.Arguments("a", folder));
        Assert.Equal(73, exitCode);
        Assert.Contains(Path.Combine(folder, "a"), errors, StringComparison.Ordinal);
        await new OxbowClient(a.ClientAddress).PutAsync("c", "k", "1"u8.ToArray());
    }

    [Fact]
    public async Task A_damaged_journal_is_not_served()
    {
        using (ServedNode a = await ServedNode.StartAsync("a", folder))
        {
            await new OxbowClient(a.ClientAddress).PutAsync("c", "k", "1"u8.ToArray());
            await a.EndAsync();
        }

        string journal = Directory.EnumerateFiles(Path.Combine(folder, "a", "main")).MaxBy(file => new FileInfo(file).Length)!;
        byte[] bytes = await File.ReadAllBytesAsync(journal);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(journal, bytes);
        (int exitCode, string errors) = await RunAsync(ServedNode.Arguments("a", folder));
        Assert.Equal(65, exitCode);
        Assert.Contains("damaged", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, "--database-id", "main")]
    [InlineData(64, "--create", "--database-id", "ffeeddccbbaa99887766554433221100")]
    [InlineData(64, "--database-id", "ffeeddccbbaa99887766554433221100", "--database", "main", "--database", "second")]
    [InlineData(64, "--peer-address", "here")]
    [InlineData(64, "--peer", "nobody")]
    [InlineData(64, "--peer", "a=127.0.0.1:1")]
    [InlineData(64, "--database", "no/name")]
    [InlineData(64, "--log", "loud")]
    [InlineData(64, "--create", "--join", "127.0.0.1:1")]
    [InlineData(64, "--config", "/no/such/file")]
    public async Task What_keeps_a_node_from_starting_has_its_exit_code(int exitCode, params string[] more)
    {
        (int actual, string errors) = await RunAsync([.. ServedNode.Arguments("a", folder), .. more]);
        Assert.Equal(exitCode, actual);
        Assert.StartsWith("oxbow serve: ", errors, StringComparison.Ordinal);
    }

    /// <summary>
    /// A primary whose disk is gone makes no second, empty database when it starts with the same settings.
    /// </summary>
    [Fact]
    public async Task A_node_whose_data_is_gone_makes_no_new_database_unless_told_so_and_can_join()
    {
        string data = Path.Combine(folder, "a");
        using (ServedNode a = await ServedNode.StartAsync("a", folder))
        {
            using ServedNode b = await ServedNode.StartAsync("b", folder, "--join", a.PeerAddress);
            await a.KillAsync();
            Directory.Delete(data, recursive: true);
            (int exitCode, string errors) = await RunAsync(ServedNode.Arguments("a", folder));
            Assert.Equal(64, exitCode);
            Assert.Contains("--create", errors, StringComparison.Ordinal);
            Assert.Contains("--join", errors, StringComparison.Ordinal);
            Assert.False(Directory.Exists(data));

            using ServedNode again = await ServedNode.StartAsync("a", folder, "--join", b.PeerAddress);
            string there = (await new OxbowAdmin(again.ClientAddress).PrimaryAsync("main")).Replica;
            Assert.NotEqual("base", there);
        }
    }

    [Fact]
    public async Task A_node_needs_a_name_and_a_folder()
    {
        Assert.Equal(64, (await RunAsync(["serve", "--data", folder])).ExitCode);
        Assert.Equal(64, (await RunAsync(["serve", "--name", "a"])).ExitCode);
    }

    [Fact]
    public async Task Settings_come_from_a_file_as_well()
    {
        string config = Path.Combine(folder, "a.json");
        await File.WriteAllTextAsync(config, """{"databases": ["main", "second"], "paused": true, "name": "other"}""");
        using ServedNode a = await ServedNode.StartAsync("a", folder, "--config", config);
        NodeStatus status = await new OxbowAdmin(a.ClientAddress).StatusAsync();
        Assert.Equal(("a", true, 2), (status.Name, status.Paused, status.Databases.Count));
    }

    [Fact]
    public async Task A_node_serves_one_client_no_faster_than_it_is_told()
    {
        using ServedNode a = await ServedNode.StartAsync("a", folder, "--request-rate", "1");
        OxbowClient client = new(a.ClientAddress);
        OxbowException refusal = await Assert.ThrowsAsync<OxbowException>(async () =>
        {
            while (true)
            {
                await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.StatusAsync()));
            }
        });
        Assert.Equal("rate_limited", refusal.Code);
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
