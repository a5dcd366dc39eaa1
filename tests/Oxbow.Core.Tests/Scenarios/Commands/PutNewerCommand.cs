using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>put2 A k=1</c>: a write that counts from format level 2 on.</summary>
internal sealed class PutNewerCommand : IScenarioCommand
{
    public string Name => "put2";

    public void Run(Scenario scenario, string[] words)
    {
        Peer peer = scenario.Cluster[words[0]];
        string[] pair = words[1].Split('=');
        scenario.SayAnswer(peer.PutNewer<Reply>(pair[0], pair[1]));
    }
}
