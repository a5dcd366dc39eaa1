namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>backup A</c>: copies the disk of A.</summary>
internal sealed class BackupCommand : IScenarioCommand
{
    public string Name => "backup";

    public void Run(Scenario scenario, string[] words)
    {
        scenario.Backups[scenario.Cluster[words[0]]] = scenario.Cluster[words[0]].Disk.Copy();
    }
}
