using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>put A k=1 l=2</c>: one write of several documents. A value of digits and an x is that many characters: 300x.</summary>
internal sealed class PutCommand : IScenarioCommand
{
    public string Name => "put";

    public void Run(Scenario scenario, string[] words)
    {
        Peer peer = scenario.Cluster[words[0]];
        scenario.SayAnswer(peer, [.. words.Skip(1).Select(word => word.Split('=')).Select(pair => Peer.PutOf(pair[0], Expand(pair[1])))]);
    }

    private static string Expand(string value) =>
        value.EndsWith('x') && int.TryParse(value[..^1], out int length) ? new string('x', length) : value;
}
