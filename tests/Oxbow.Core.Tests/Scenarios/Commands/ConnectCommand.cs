using Oxbow.Core.Messages;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>connect A B [exchange|live|mail|retirementHandover]</c>: opens the link A-B; both greet.</summary>
internal sealed class ConnectCommand : IScenarioCommand
{
    public string Name => "connect";

    public void Run(Scenario scenario, string[] words)
    {
        LinkPurpose purpose = words.Length > 2 ? Enum.Parse<LinkPurpose>(words[2], ignoreCase: true) : LinkPurpose.Exchange;
        scenario.Add(scenario.Cluster.Connect(scenario.Cluster[words[0]], scenario.Cluster[words[1]], purpose));
    }
}
