using System.Globalization;
using Oxbow.Client;
using Oxbow.Processes.Tests.Harness;

namespace Oxbow.Processes.Tests;

/// <summary>
/// <c>kill -9</c> of the replica that a gateway uses, under load: its clients, who repeat nothing, see no error, and each has at
/// most one call that took another node. <c>OXBOW_KILLS</c> sets how many kills each test makes (3 by default).
/// </summary>
public sealed class KilledBehindGatewayTests : IDisposable
{
    private const int Clients = 8;
    private const int CallsAround = 400;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("OXBOW_KILLS") ?? "3", CultureInfo.InvariantCulture);

    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Clients_of_a_gateway_see_nothing_of_a_kill(bool haveSessions)
    {
        await using var trio = new Trio(folder);
        await trio.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(trio.Nodes);
        GatewayClient[] clients = [.. Enumerable.Range(0, Clients).Select(number => new GatewayClient(gateway.Address, $"c{number}", haveSessions))];
        for (var kill = 0; kill < Kills; kill++)
        {
            Array.ForEach(clients, client => client.Forget());
            NodeProcess victim = trio.Nodes[kill % 3];
            using CancellationTokenSource stop = new();
            Milestones milestones = new(CallsAround, 2 * CallsAround);
            Task work = Task.WhenAll(clients.Select(client => client.WorkAsync(milestones.Pass, stop.Token)));
            await await Task.WhenAny(milestones.First, work);
            await victim.KillAsync();

            // What the victim alone had accepted is missed by its sessions, which wait for its return.
            await trio.RestartAsync([victim]);
            await await Task.WhenAny(milestones.Second, work);
            await stop.CancelAsync();
            await work;
            Tell(kill, victim, clients);
            Assert.All(clients, client => Assert.InRange(client.FailedOver, 0, 1));
        }

        await trio.AgreeAsync();
        foreach (GatewayClient client in clients)
        {
            StoredDocument? document = await trio.Nodes[0].Client.GetAsync("counters", client.Name, cancellation: Cancellation);
            Assert.Equal(client.Value.ToString(CultureInfo.InvariantCulture), System.Text.Encoding.UTF8.GetString(document!.Json.Span));
        }
    }

    private static void Tell(int kill, NodeProcess victim, GatewayClient[] clients) =>
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"kill {kill} of {victim.Name}: {clients.Sum(client => client.Calls)} calls, {clients.Sum(client => client.FailedOver)} took another node, no errors; longest {clients.Max(client => client.Longest).TotalMilliseconds:0} ms"));

    /// <summary>Tells when so many calls are done.</summary>
    private sealed class Milestones(int first, int second)
    {
        private readonly TaskCompletionSource firstReached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource secondReached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int passed;

        public Task First => firstReached.Task;

        public Task Second => secondReached.Task;

        public void Pass()
        {
            int count = Interlocked.Increment(ref passed);
            if (count == first)
            {
                firstReached.SetResult();
            }
            else if (count == second)
            {
                secondReached.SetResult();
            }
        }
    }
}
