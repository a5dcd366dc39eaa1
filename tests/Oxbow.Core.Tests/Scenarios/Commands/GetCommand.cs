using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>get A k</c>: the latest and the committed value.</summary>
internal sealed class GetCommand : IScenarioCommand
{
    public string Name => "get";

    public void Run(Scenario scenario, string[] words)
    {
        Peer peer = scenario.Cluster[words[0]];
        scenario.Say($"latest {peer.Get(words[1]) ?? "none"}, committed {peer.Get(words[1], ReadView.Committed) ?? "none"}");
    }
}
