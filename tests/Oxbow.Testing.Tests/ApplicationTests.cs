using System.Text.Json;
using Oxbow.Client;
using Oxbow.Testing.Applications;

namespace Oxbow.Testing.Tests;

/// <summary>An application of a user's runs under the simulator, and what it checks is heard.</summary>
public sealed class ApplicationTests
{
    [Fact]
    public void A_seed_gives_one_trace_hash_with_an_application_too()
    {
        SimulationResult first = Run(5, () => new Counting());
        SimulationResult second = Run(5, () => new Counting());
        Assert.Equal((Verdict.Held, first.TraceHash), (second.Verdict, second.TraceHash));
        Assert.NotEqual(first.TraceHash, Run(6, () => new Counting()).TraceHash);
    }

    [Fact]
    public void Every_call_of_a_database_is_answered_or_fails()
    {
        Counting application = new();
        Assert.Equal(Verdict.Held, Run(9, () => application).Verdict);
        Assert.True(application.Written > 10 && application.Failed > 0, $"{application.Written} written, {application.Failed} failed");
        Assert.True(application.CheckedInTheEnd > 0);
    }

    [Fact]
    public void A_broken_rule_fails_the_seed_by_its_message()
    {
        SimulationResult result = Run(3, () => new Counting { Always = _ => throw new InvalidOperationException("too many cooks") });
        Assert.Equal((Verdict.InvariantBroken, "application"), (result.Verdict, result.Invariant));
        Assert.Contains("too many cooks", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_throws_fails_the_seed()
    {
        SimulationResult result = Run(3, () => new Counting { Deed = () => throw new InvalidOperationException("no such aisle") });
        Assert.Equal((Verdict.InvariantBroken, "application"), (result.Verdict, result.Invariant));
        Assert.Contains("no such aisle", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Awaiting_anything_else_is_told()
    {
        SimulationResult result = Run(3, () => new Counting { Deed = () => new TaskCompletionSource().Task });
        Assert.Equal(Verdict.Crashed, result.Verdict);
        Assert.Contains("nothing but calls of its client's database", result.Message, StringComparison.Ordinal);
    }

    private static SimulationResult Run(long seed, Func<SimulatedApplication> application) =>
        Simulation.Run(new SimulationOptions { Seed = seed, Application = application });

    private sealed class Counting : SimulatedApplication
    {
        public Action<ReplicaDocuments> Always { get; init; } = static _ => { };

        public Func<Task> Deed { get; init; } = static () => Task.CompletedTask;

        public int Written { get; private set; }

        public int Failed { get; private set; }

        public int CheckedInTheEnd { get; private set; }

        public override async Task ActAsync(ApplicationClient client)
        {
            await Deed();
            try
            {
                WriteReceipt receipt = await client.Database.WriteAsync([Update.PutDocument("things", client.NewKey(), JsonSerializer.SerializeToElement(1))], client.Session);
                await client.Database.FateAsync(receipt.Write, TimeSpan.FromDays(1));
                await client.Database.GetAsync("things", client.NewKey(), ReadView.Committed, client.Session);
                Written++;
            }
            catch (OxbowException)
            {
                Failed++;
                throw;
            }
        }

        public override void CheckAlways(ReplicaDocuments replica) => Always(replica);

        public override void CheckInTheEnd(ReplicaDocuments replica)
        {
            CheckedInTheEnd++;
            Assert.True(replica.Read("things").Count >= replica.Read("things", ReadView.Committed).Count);
        }
    }
}
