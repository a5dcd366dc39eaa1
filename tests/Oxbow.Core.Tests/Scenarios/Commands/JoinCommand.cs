using System.Globalization;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>join A</c>: a new replica, created by A. With a number its software says that it executes that format level.</summary>
internal sealed class JoinCommand : IScenarioCommand
{
    public string Name => "join";

    public void Run(Scenario scenario, string[] words)
    {
        Peer creator = scenario.Cluster[words[0]];
        Peer created = words.Length > 1 ? scenario.Cluster.Join(creator, int.Parse(words[1], CultureInfo.InvariantCulture)) : scenario.Cluster.Join(creator);
        scenario.Learn();
        scenario.Say($"{created.Name} joins, created by {words[0]}");
    }
}
