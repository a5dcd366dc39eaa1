using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>delete A k</c>: a write that removes documents.</summary>
internal sealed class DeleteCommand : IScenarioCommand
{
    public string Name => "delete";

    public void Run(Scenario scenario, string[] words)
    {
        scenario.SayAnswer(scenario.Cluster[words[0]], [.. words.Skip(1).Select(Peer.DeleteOf)]);
    }
}
