using Oxbow.Core.Messages;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>status A B</c>: how replicas stand.</summary>
internal sealed class StatusCommand : IScenarioCommand
{
    public string Name => "status";

    public void Run(Scenario scenario, string[] words)
    {
        foreach (ReplicaStatus status in words.Select(name => scenario.Cluster[name].Status()))
        {
            string documents = Convert.ToHexString(status.DocumentsHash.Span[..2]).ToLowerInvariant();
            scenario.Say($"{scenario.Names.Of(status.Identity.Replica)}: {status.Standing.ToString().ToLowerInvariant()}, primary {scenario.Names.Of(status.Primary)}, committed {status.CommitNumber}, tentative {status.TentativeCount}, holds {scenario.Names.Of(status.Known)}, documents {documents}{(status.Level > 1 ? $", level {status.Level}" : "")}{(status.IsBelowLevel ? $", executes level {status.SupportedLevel}, up to {status.ExecutedNumber}" : "")}{(status.HeldBackCount > 0 ? $", holds back {status.HeldBackCount}" : "")}");
        }
    }
}
