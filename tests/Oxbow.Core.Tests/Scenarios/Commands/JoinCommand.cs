using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>join A</c>: a new replica, created by A.</summary>
internal sealed class JoinCommand : IScenarioCommand
{
    public string Name => "join";

    public void Run(Scenario scenario, string[] words)
    {
        Peer created = scenario.Cluster.Join(scenario.Cluster[words[0]]);
        scenario.Learn();
        scenario.Say($"{created.Name} joins, created by {words[0]}");
    }
}
