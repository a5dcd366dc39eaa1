using Oxbow.Core.Execution;
using Oxbow.Core.Messages;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>log A</c>: every entry with its commit number and outcome.</summary>
internal sealed class LogCommand : IScenarioCommand
{
    public string Name => "log";

    public void Run(Scenario scenario, string[] words)
    {
        foreach (LogEntryView entry in scenario.Cluster[words[0]].Log())
        {
            string place = entry.CommitNumber.IsGiven ? entry.CommitNumber.ToString() : "-";
            string outcome = entry.Outcome == Outcome.Applied ? "" : $", {entry.Outcome.ToString().ToLowerInvariant()}";
            scenario.Say($"{place,3}  {scenario.Names.Of(entry.Write)}{outcome}");
        }
    }
}
