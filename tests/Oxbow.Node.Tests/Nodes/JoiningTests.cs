using Microsoft.Extensions.Logging.Abstractions;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Joining;
using Oxbow.Node.Links;
using Oxbow.Node.Naming;
using Oxbow.Node.Tests.Links;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Nodes;

/// <summary>A node without data waits until somebody grants it a replica, says so, and can be stopped.</summary>
public sealed class JoiningTests : IAsyncLifetime
{
    private const int WaitingToJoin = 1003;
    private const int OtherDatabaseMet = 1004;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly InProcessNetwork network = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
    private readonly ManualTimeProvider time = new();
    private readonly WarningLog log = new();
    private InProcessTransport transport = null!;
    private NodeHost node = null!;

    private static PublicDatabaseId AnotherId => PublicDatabaseId.TryParse("ffeeddccbbaa99887766554433221100")!.Value;

    private CancellationToken Patience => limit.Token;

    public ValueTask InitializeAsync()
    {
        NodeOptions options = TestNode.Options("new");
        transport = network.CreateTransport("new");
        LinkPolicyOptions links = new() { ReviewPeriod = LongestPause, ExchangePeriod = Timeout.InfiniteTimeSpan, LiveFanOut = 0 };
        node = new(options with { Links = links }, transport, time, log);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await transport.DisposeAsync();
        limit.Dispose();
    }

    [Fact]
    public async Task It_asks_without_an_end_and_joins_once_somebody_is_there()
    {
        Task<DatabaseHost> joining = node.OpenAsync("main", DatabaseSource.Join(["a"]), Patience);
        Assert.Contains("no node of this process", (await RefusedAsync("a")).Reason, StringComparison.Ordinal);
        Assert.Null(node.Find("main"));
        await RoundsAsync(200);
        await using TestNode a = await StartOtherAsync();
        Assert.Equal(a.Database.DatabaseId, (await JoinedAsync(joining)).DatabaseId);
        Assert.Empty(node.Joining);
        Assert.Null(node.FindJoining("main"));
    }

    [Fact]
    public async Task It_asks_those_as_well_who_become_known_meanwhile()
    {
        Task<DatabaseHost> joining = node.OpenAsync("main", DatabaseSource.Join(["nobody"]), Patience);
        await RefusedAsync("nobody");
        await using TestNode a = await StartOtherAsync();
        node.Peers.Learn("a", "a");
        await JoinedAsync(joining);
    }

    [Fact]
    public async Task It_asks_less_and_less_often_up_to_a_bound()
    {
        await using DeadEndTransport deadEnd = new();
        NodeOptions options = TestNode.Options("eager") with { Links = new() { ReviewPeriod = TimeSpan.FromSeconds(1.5) } };
        await using NodeHost eager = new(options, deadEnd, time, log);
        Task<DatabaseHost> joining = eager.OpenAsync("main", DatabaseSource.Join(["nobody"]), Patience);
        foreach (double seconds in new[] { 1.5, 3, 5, 5 })
        {
            await PausesAsync(TimeSpan.FromSeconds(seconds));
            time.Advance(TimeSpan.FromSeconds(seconds));
        }

        await PausesAsync(LongestPause);
        Assert.Equal(5, deadEnd.DialedCount);
        Assert.False(joining.IsCompleted);
    }

    [Fact]
    public async Task It_logs_ever_more_rarely()
    {
        Task<DatabaseHost> joining = node.OpenAsync("main", DatabaseSource.Join(["nobody"]), Patience);
        await RefusedAsync("nobody");
        await RoundsAsync(120);

        // Ten minutes: at once, and after 1, 3 and 7 minutes.
        Assert.Equal(4, log.Of(WaitingToJoin).Count);
        Assert.False(joining.IsCompleted);
    }

    [Fact]
    public async Task Stopping_the_node_ends_the_wait()
    {
        Task<DatabaseHost> joining = node.OpenAsync("main", DatabaseSource.Join(["nobody"]), Patience);
        await RefusedAsync("nobody");
        await node.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => joining);
    }

    [Fact]
    public async Task Whoever_opens_it_can_give_up()
    {
        using CancellationTokenSource givingUp = new();
        Task<DatabaseHost> joining = node.OpenAsync("main", DatabaseSource.Join(["nobody"]), givingUp.Token);
        await RefusedAsync("nobody");
        await givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joining);
        Assert.Empty(node.Joining);
        Assert.Equal("main", (await node.OpenAsync("main", DatabaseSource.Create, Patience)).Name);
    }

    [Fact]
    public async Task It_asks_nobody_over_a_blocked_link_or_while_it_is_offline()
    {
        await using TestNode a = await StartOtherAsync();
        node.Peers.Learn("a", "a");
        await node.BlockAsync("a");
        Task<DatabaseHost> joining = node.OpenAsync("main", DatabaseSource.Join(["a"]), Patience);
        Assert.Contains("blocked", (await RefusedAsync("a")).Reason, StringComparison.Ordinal);
        await node.SetStateAsync(States.NodeState.Offline);
        node.Unblock("a");
        await UntilAsync(
            () => node.FindJoining("main")!.Refusals[0].Reason.Contains("offline", StringComparison.Ordinal));
        await node.SetStateAsync(null);
        await JoinedAsync(joining);
    }

    [Fact]
    public async Task A_peer_with_another_database_creates_no_replica_and_is_not_joined()
    {
        await using TestNode a = await StartOtherAsync();
        long writes = (await a.StatusAsync()).WriteCount;
        Task<DatabaseHost> joining = node.OpenAsync(
            "main", DatabaseSource.Join(["a"]) with { DatabaseId = AnotherId }, Patience);
        JoinRefusal refusal = await RefusedAsync("a");
        Assert.Contains(AnotherId.ToString(), refusal.Reason, StringComparison.Ordinal);
        Assert.Contains(
            PublicDatabaseId.Of(a.Database.DatabaseId).ToString(), refusal.Reason, StringComparison.Ordinal);
        await RoundsAsync(3);
        Assert.Single(log.Of(OtherDatabaseMet));
        Assert.Equal(writes, (await a.StatusAsync()).WriteCount);
        Assert.Empty(a.Host.OtherDatabasesOf("new"));
        Assert.False(joining.IsCompleted);
    }

    /// <summary>Each grant is a write for ever: a peer whose grants are of no use is not asked again at once.</summary>
    [Fact]
    public async Task A_useless_grant_is_not_asked_for_again_and_again()
    {
        int granted = 0;
        await using InProcessTransport liar = network.CreateTransport("liar");
        liar.Listen(async (_, link, _) =>
        {
            granted++;
            ScriptedLink peer = new(link);
            await peer.HearAsync<JoinRequest>(Patience);
            await peer.SayAsync(
                new JoinReply(new(new(new Guid("00112233-4455-6677-8899-aabbccddeeff")), ReplicaId.Base)));
        });
        Task<DatabaseHost> joining = node.OpenAsync("main", DatabaseSource.Join(["liar"]), Patience);
        Assert.Contains("The granted id", (await RefusedAsync("liar")).Reason, StringComparison.Ordinal);
        await RoundsAsync(100);
        Assert.Equal(1, granted);
        Assert.NotEmpty(node.FindJoining("main")!.Refusals);
        await UntilAsync(() => Volatile.Read(ref granted) == 2);
        Assert.False(joining.IsCompleted);
    }

    [Fact]
    public async Task One_that_waits_keeps_no_other_database_waiting()
    {
        await using InProcessTransport own = network.CreateTransport("two");
        string folder = Directory.CreateTempSubdirectory("oxbow-joining-").FullName;
        try
        {
            NodeOptions options = TestNode.Options("two") with { DataFolder = folder, Links = new() };
            await using (NodeHost first = new(options, own, TimeProvider.System, NullLogger.Instance))
            {
                await first.OpenAsync("here", DatabaseSource.Create, Patience);
            }

            await using NodeHost again = new(options, own, TimeProvider.System, NullLogger.Instance);
            Task opening = again.OpenAllAsync(["missing", "here"], DatabaseSource.Join(["nobody"]), Patience);
            while (again.Find("here") is null || again.Joining.Count == 0)
            {
                Patience.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            Assert.Equal("missing", Assert.Single(again.Joining).Database);
            Assert.False(opening.IsCompleted);
            await again.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => opening);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A node with a database; in the same time, so that what it grants is not ahead of it.</summary>
    private Task<TestNode> StartOtherAsync() =>
        TestNode.StartAsync(
            network, TestNode.Options("a") with { Links = new() { ReviewPeriod = TimeSpan.FromMinutes(1) } }, time);

    private async Task<JoinRefusal> RefusedAsync(string address)
    {
        while (node.FindJoining("main")?.Refusals.Any(refusal => refusal.Address == address) is not true)
        {
            Patience.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return node.FindJoining("main")!.Refusals.Single(refusal => refusal.Address == address);
    }

    private async Task<DatabaseHost> JoinedAsync(Task<DatabaseHost> joining)
    {
        await UntilAsync(() => joining.IsCompleted);
        return await joining;
    }

    /// <summary>Lets so many rounds pass, up to the pause after the last.</summary>
    private async Task RoundsAsync(int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            await PausesAsync(LongestPause);
            time.Advance(LongestPause);
        }

        await PausesAsync(LongestPause);
    }

    private async Task PausesAsync(TimeSpan pause)
    {
        while (!time.HasTimerDueIn(pause))
        {
            Patience.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Lets rounds pass until something holds.</summary>
    private async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            Patience.ThrowIfCancellationRequested();
            if (time.HasTimerDueIn(LongestPause))
            {
                time.Advance(LongestPause);
            }

            await Task.Yield();
        }
    }
}
