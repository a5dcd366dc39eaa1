using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>drop A-B to B</c>: the oldest message for B is lost.</summary>
internal sealed class DropCommand : IScenarioCommand
{
    public string Name => "drop";

    public void Run(Scenario scenario, string[] words)
    {
        Link link = scenario.LinkOf(words[0]);
        scenario.Drop(link, toListener: words[2] == link.Listener.Name);
    }
}
