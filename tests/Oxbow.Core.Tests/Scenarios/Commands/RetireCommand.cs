using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>retire A to B</c>: a whole retirement handover of A to B.</summary>
internal sealed class RetireCommand : IScenarioCommand
{
    public string Name => "retire";

    public void Run(Scenario scenario, string[] words)
    {
        Link link = scenario.Cluster.Connect(scenario.Cluster[words[0]], scenario.Cluster[words[2]], LinkPurpose.RetirementHandover);
        scenario.Run(link);
        link.Close();
    }
}
