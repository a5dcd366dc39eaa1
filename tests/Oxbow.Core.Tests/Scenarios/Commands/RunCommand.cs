using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>run A-B B-C</c>: delivers everything over these links, until all are quiet.</summary>
internal sealed class RunCommand : IScenarioCommand
{
    public string Name => "run";

    public void Run(Scenario scenario, string[] words)
    {
        Link[] links = [.. words.Select(scenario.LinkOf)];
        while (Array.Find(links, link => !link.IsQuiet) is { } busy)
        {
            scenario.Run(busy);
        }
    }
}
