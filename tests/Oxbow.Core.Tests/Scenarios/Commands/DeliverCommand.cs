using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>deliver A-B to B [n]</c>: delivers the oldest message, or n of them.</summary>
internal sealed class DeliverCommand : IScenarioCommand
{
    public string Name => "deliver";

    public void Run(Scenario scenario, string[] words)
    {
        Link link = scenario.LinkOf(words[0]);
        int count = words.Length > 3 ? int.Parse(words[3]) : 1;
        for (int delivered = 0; delivered < count; delivered++)
        {
            scenario.Deliver(link, toListener: words[2] == link.Listener.Name);
        }
    }
}
