using Oxbow.Core.Messages;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>rejoin A at B</c>: B grants A a new id.</summary>
internal sealed class RejoinCommand : IScenarioCommand
{
    public string Name => "rejoin";

    public void Run(Scenario scenario, string[] words)
    {
        JoinReply reply = (JoinReply)scenario.Cluster.AskToJoin(scenario.Cluster[words[2]]);
        scenario.Cluster[words[0]].Step(new IdentityGranted(reply.Identity));
        scenario.Learn();
        scenario.Say($"{words[0]} is now {scenario.Names.Of(reply.Identity.Replica)}");
    }
}
