namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>restore A</c>: puts the copy of the disk back.</summary>
internal sealed class RestoreCommand : IScenarioCommand
{
    public string Name => "restore";

    public void Run(Scenario scenario, string[] words)
    {
        scenario.Cluster[words[0]].Restore(scenario.Backups[scenario.Cluster[words[0]]]);
    }
}
