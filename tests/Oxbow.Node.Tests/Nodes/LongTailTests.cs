using System.Diagnostics;
using Oxbow.Core.Messages;
using Oxbow.Node.Errors;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Nodes;

/// <summary>
/// A node that starts has executed none of its tentative writes; with a small budget that takes it many turns, and
/// nobody says anything meanwhile.
/// </summary>
public sealed class LongTailTests : IDisposable
{
    private readonly InProcessNetwork network = new();
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("oxbow-node-");
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));

    private CancellationToken Patience => limit.Token;

    public void Dispose()
    {
        limit.Dispose();
        root.Delete(recursive: true);
    }

    [Fact]
    public async Task A_request_behind_a_long_tail_is_answered_without_new_input()
    {
        await using TestNode node = await StartWithTailAsync(length: 50);
        Assert.True(await node.HasAsync("49").WaitAsync(Patience));
    }

    [Fact]
    public async Task A_node_that_stops_answers_those_that_wait()
    {
        TestNode node = await StartWithTailAsync(length: 50);
        Task<bool> asked = node.HasAsync("49");
        await node.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.True(await asked);
    }

    [Fact]
    public async Task A_database_that_fails_tells_those_that_wait()
    {
        using SteppedTime time = new();
        await using TestNode node = await StartWithTailAsync(length: 3, time);
        time.Hold();
        Task<bool> asked = node.HasAsync("2");
        await time.TurnBeginsAsync(Patience);
        await time.EndTurnAsync(Patience);
        time.Break();
        await Assert.ThrowsAsync<OverloadedException>(() => asked.WaitAsync(Patience));
    }

    /// <summary>
    /// What comes meanwhile stays in the mailbox, which is bounded, but for questions that need no execution.
    /// </summary>
    [Fact]
    public async Task While_somebody_waits_nothing_else_is_taken()
    {
        using SteppedTime time = new();
        await using TestNode node = await StartWithTailAsync(length: 3, time);
        time.Hold();
        Task<bool> asked = node.HasAsync("2");
        await time.TurnBeginsAsync(Patience);
        Task<Reply> put = node.PutAsync("late");
        Task<Reply> status = node.Database.AskAsync(
            new ReadStatus(node.Database.NextRequest(), WithDocumentsHash: false));
        await time.EndTurnAsync(Patience);
        Assert.Equal(1.0 / Options.MailboxCapacity, node.Database.MailboxFill);
        await time.EndTurnAsync(Patience);
        Assert.Equal(3, Assert.IsType<StatusRead>(await status.WaitAsync(Patience)).Status.TentativeCount);
        Assert.Equal(1.0 / Options.MailboxCapacity, node.Database.MailboxFill);
        Assert.False(asked.IsCompleted);
        await time.EndTurnAsync(Patience);
        Assert.True(await asked.WaitAsync(Patience));
        Assert.Equal(0, node.Database.MailboxFill);
        Assert.False(put.IsCompleted);
        time.Release();
        Assert.IsType<WriteAccepted>(await put.WaitAsync(Patience));
    }

    /// <summary>A node that answers nobody for long is overloaded, however short its turns are.</summary>
    [Fact]
    public async Task Turns_over_which_somebody_waits_count_as_one_long_turn()
    {
        using SteppedTime time = new();
        await using TestNode node = await StartWithTailAsync(length: 3, time);
        time.Hold();
        Task<bool> asked = node.HasAsync("2");
        await time.TurnBeginsAsync(Patience);
        long start = Stopwatch.GetTimestamp();
        await time.EndTurnAsync(Patience);
        await time.EndTurnAsync(Patience);
        TimeSpan waited = Stopwatch.GetElapsedTime(start);
        Assert.True(node.Database.TakeLongestTurn() >= waited);
        time.Release();
        Assert.True(await asked.WaitAsync(Patience));
    }

    private NodeOptions Options => TestNode.Options("b") with
    {
        DataFolder = root.FullName,
        StartPaused = true,
        MailboxCapacity = 1000,
        Replica = new() { ExecutionBudget = 1 },
    };

    /// <summary>A node away from its primary, started anew with tentative writes.</summary>
    private async Task<TestNode> StartWithTailAsync(int length, TimeProvider? time = null)
    {
        await using (TestNode a = await TestNode.StartAsync(network, TestNode.Options("a") with { StartPaused = true }))
        {
            await using TestNode b = await TestNode.StartAsync(network, Options, time: null, a);
            await Task.WhenAll(Enumerable.Range(0, length).Select(number => b.PutAsync($"{number}")));
        }

        return await TestNode.StartAsync(network, Options, time);
    }
}
