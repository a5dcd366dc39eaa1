using Oxbow.Client;
using Oxbow.Processes.Tests.Harness;

namespace Oxbow.Processes.Tests;

/// <summary>
/// Folders that were copied, or restored from a copy, and that accept writes before anybody can tell them so: nothing
/// acknowledged is lost, and all replicas end equal.
/// </summary>
public sealed class RestoredCopyTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_replica_restored_from_a_copy_keeps_what_it_accepted_before_its_first_contact()
    {
        await using var trio = new Trio(folder);
        await trio.StartAsync();
        await trio.AgreeAsync();
        await RestoreAsync(trio, "b", () => PutAsync(trio["b"], "forgotten"));
        WriteResult forked = await PutAsync(trio["b"], "forked");
        await trio.MeetAsync();
        await AssertHeldByAllAsync(trio, "forgotten", "forked");
        WriteResult? fate = await trio["c"].Client.FateAsync(forked.Write, cancellation: Cancellation);
        Assert.Equal(WriteState.Committed, fate?.State);
        Assert.NotNull(fate?.RemadeAs);
        Assert.Equal("active", (await trio["b"].Client.StatusAsync(Cancellation)).State);
    }

    [Fact]
    public async Task Two_copies_of_a_folder_that_both_write_offline_lose_nothing()
    {
        await using var trio = new Trio(folder);
        await trio.StartAsync();
        await trio.AgreeAsync();
        await trio["b"].KillAsync();
        CopyFolder("b", "copy");
        await trio.ParkAsync("a", "c");
        await trio.RestartAsync([trio["b"]]);
        await trio.AddAsync("copy");
        await PutAsync(trio["b"], "original");
        await PutAsync(trio["copy"], "copied");
        await trio.MeetAsync();
        await AssertHeldByAllAsync(trio, "original", "copied");
    }

    [Fact]
    public async Task A_primary_restored_from_a_copy_loses_nothing_once_another_one_takes_over()
    {
        await using var trio = new Trio(folder);
        await trio.StartAsync();
        await trio.AgreeAsync();
        await RestoreAsync(trio, "a", () => PutAsync(trio["a"], "forgotten"));
        await PutAsync(trio["a"], "forked");
        await PutAsync(trio["a"], "forked-too");
        PrimaryStatus before = await trio["b"].Admin.PrimaryAsync("main", Cancellation);
        await trio["b"].Admin.TakeOverPrimaryAsync("main", before.Primary, Cancellation);
        await trio.MeetAsync();
        trio.Primary = "b";
        await AssertHeldByAllAsync(trio, "forgotten", "forked", "forked-too");
        await Eventually.HoldsAsync(
            "a is active", async () => (await trio["a"].Client.StatusAsync(Cancellation)).State == "active");
        await PutAsync(trio["a"], "later");
        await AssertHeldByAllAsync(trio, "later");
    }

    /// <summary>
    /// Copies a node's folder, lets the node go on, and starts it anew on the copy while nobody meets anybody.
    /// </summary>
    private async Task RestoreAsync(Trio trio, string name, Func<Task> afterCopy)
    {
        await trio[name].KillAsync();
        CopyFolder(name, "backup");
        await trio.RestartAsync([trio[name]]);
        await afterCopy();
        await trio.AgreeAsync();
        await trio[name].KillAsync();
        Directory.Delete(folder[name], recursive: true);
        CopyFolder("backup", name);
        await trio.ParkAsync([.. trio.Nodes.Select(node => node.Name).Where(other => other != name)]);
        await trio.RestartAsync([trio[name]]);
    }

    private void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(folder[from], "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(folder[to], Path.GetRelativePath(folder[from], file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static Task<WriteResult> PutAsync(NodeProcess node, string key) =>
        node.Client.PutAsync("keys", key, "1"u8.ToArray(), cancellation: Cancellation);

    /// <summary>
    /// A replica in quarantine agrees with all others while its writes wait to be made again: so this is waited for,
    /// too.
    /// </summary>
    private static async Task AssertHeldByAllAsync(Trio trio, params string[] keys)
    {
        foreach (string key in keys)
        {
            foreach (NodeProcess node in trio.Nodes)
            {
                await Eventually.HoldsAsync(
                    $"{node.Name} holds {key}",
                    async () => await node.Client.GetAsync("keys", key, cancellation: Cancellation) is not null);
            }
        }

        await trio.AgreeAsync(trio.Primary);
    }
}
