using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>exchange A B</c>: a whole exchange, dialed by A.</summary>
internal sealed class ExchangeCommand : IScenarioCommand
{
    public string Name => "exchange";

    public void Run(Scenario scenario, string[] words)
    {
        Link link = scenario.Cluster.Connect(scenario.Cluster[words[0]], scenario.Cluster[words[1]]);
        scenario.Run(link);
        link.Close();
    }
}
