using Oxbow.Core.Messages;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>lose A-B B1</c>: takes a write out of the batch that B is to get next.</summary>
internal sealed class LoseCommand : IScenarioCommand
{
    public string Name => "lose";

    public void Run(Scenario scenario, string[] words)
    {
        Queue<PeerMessage> messages = scenario.LinkOf(words[0]).ToListener;
        Batch batch = (Batch)messages.Dequeue();
        messages.Enqueue(batch with { Records = [.. batch.Records.Where(record => scenario.Names.Of(record.Id) != words[1])] });
    }
}
