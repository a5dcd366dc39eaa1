using System.Globalization;
using System.Text;
using Oxbow.Client;
using Oxbow.Processes.Tests.Harness;

namespace Oxbow.Processes.Tests;

/// <summary>What a node says about a folder that it cannot use, and that it loses nothing over it.</summary>
public sealed class BrokenFolderTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_second_process_on_a_folder_is_turned_away()
    {
        await using NodeProcess first = await NodeProcess.StartAsync("a", folder["a"]);
        await using NodeProcess second = NodeProcess.Launch("a", folder["a"]);
        (int exitCode, string errors) = await second.EndAsync();
        Assert.Equal(73, exitCode);
        Assert.Contains(folder["a"], errors, StringComparison.Ordinal);
        await PutAsync(first, 1);
    }

    [Fact]
    public async Task A_damaged_journal_is_refused_by_file_and_offset_and_left_as_it_is()
    {
        await using (NodeProcess node = await NodeProcess.StartAsync("a", folder["a"]))
        {
            for (var number = 0; number < 20; number++)
            {
                await PutAsync(node, number);
            }

            await node.KillAsync();
        }

        string segment = Directory.EnumerateFiles(folder["a"], "*", SearchOption.AllDirectories).MaxBy(path => new FileInfo(path).Length)!;
        byte[] healthy = await File.ReadAllBytesAsync(segment, Cancellation);
        byte[] damaged = [.. healthy];
        int middle = Array.FindLastIndex(healthy, value => value is not 0) / 2;
        damaged[middle] ^= 0x10;
        await File.WriteAllBytesAsync(segment, damaged, Cancellation);

        await using (NodeProcess refused = NodeProcess.Launch("a", folder["a"]))
        {
            (int exitCode, string errors) = await refused.EndAsync();
            Assert.Equal(65, exitCode);
            Assert.Contains($"{segment} at byte ", errors, StringComparison.Ordinal);
            string offset = errors.Split(" at byte ")[1].Split(':')[0];
            Assert.InRange(int.Parse(offset, CultureInfo.InvariantCulture), 1, middle);
        }

        Assert.Equal(damaged, await File.ReadAllBytesAsync(segment, Cancellation));
        await File.WriteAllBytesAsync(segment, healthy, Cancellation);
        await using NodeProcess again = await NodeProcess.StartAsync("a", folder["a"]);
        Assert.Equal("19", await GetAsync(again, 19));
    }

    [Fact]
    public async Task A_full_disk_ends_the_node_and_loses_nothing_that_was_acknowledged()
    {
        const int DiskKibibytes = 3000;
        List<WriteResult> acknowledged = [];
        await using (NodeProcess node = NodeProcess.LaunchOnFullDisk("a", folder["a"], DiskKibibytes))
        {
            await node.ReadyAsync();
            OxbowException refusal = await Assert.ThrowsAsync<OxbowException>(() => FillAsync(node, acknowledged));
            Assert.Contains(refusal.Code, new[] { "overloaded", OxbowException.NodeUnreachable });
            (int exitCode, string errors) = await node.EndAsync();
            Assert.Equal(74, exitCode);
            Assert.Contains(folder["a"], errors, StringComparison.Ordinal);
        }

        Assert.InRange(acknowledged.Count, 10, 30);
        await using NodeProcess again = await NodeProcess.StartAsync("a", folder["a"]);
        IReadOnlyList<LogEntry> log = await Audit.CommittedLogAsync(again);
        Assert.All(acknowledged, write => Assert.Equal(write.Write, log[(int)write.CommitNumber!.Value - 1].Write));
        await PutAsync(again, 1);
    }

    private static async Task FillAsync(NodeProcess node, List<WriteResult> acknowledged)
    {
        byte[] json = Encoding.UTF8.GetBytes($"\"{new string('x', 100_000)}\"");
        while (acknowledged.Count < 1000)
        {
            acknowledged.Add(await node.Client.PutAsync("large", $"{acknowledged.Count}", json, session: null, Cancellation));
        }
    }

    private static Task<WriteResult> PutAsync(NodeProcess node, int number) =>
        node.Client.PutAsync("numbers", $"{number}", Encoding.UTF8.GetBytes($"{number}"), session: null, Cancellation);

    private static async Task<string?> GetAsync(NodeProcess node, int number) =>
        await node.Client.GetAsync("numbers", $"{number}", cancellation: Cancellation) is { } document
            ? Encoding.UTF8.GetString(document.Json.Span)
            : null;
}
