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
    [InlineData(69, "--join", "127.0.0.1:1")]
    [InlineData(64, "--peer-address", "here")]
    [InlineData(64, "--peer", "nobody")]
    [InlineData(64, "--peer", "a=127.0.0.1:1")]
    [InlineData(64, "--database", "no/name")]
    [InlineData(64, "--log", "loud")]
    [InlineData(64, "--config", "/no/such/file")]
    public async Task What_keeps_a_node_from_starting_has_its_exit_code(int exitCode, params string[] more)
    {
        (int actual, string errors) = await RunAsync([.. ServedNode.Arguments("a", folder), .. more]);
        Assert.Equal(exitCode, actual);
        Assert.StartsWith("oxbow serve: ", errors, StringComparison.Ordinal);
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

    /// <summary>Runs the program to its end, with its input open all the while.</summary>
    private static async Task<(int ExitCode, string Errors)> RunAsync(string[] arguments)
    {
        using Process program = OxbowUnderTest.Start(arguments);
        string errors = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, errors);
    }
}
