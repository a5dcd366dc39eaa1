using System.Globalization;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>upgrade A 2</c>: A ends and starts again with software that executes format level 2, and says so.</summary>
internal sealed class UpgradeCommand : IScenarioCommand
{
    public string Name => "upgrade";

    public void Run(Scenario scenario, string[] words)
    {
        scenario.Cluster[words[0]].Upgrade(int.Parse(words[1], CultureInfo.InvariantCulture));
        scenario.Learn();
        scenario.Say($"{words[0]} executes level {words[1]}");
    }
}
