namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>crash A</c>: loses everything but the disk and starts again.</summary>
internal sealed class CrashCommand : IScenarioCommand
{
    public string Name => "crash";

    public void Run(Scenario scenario, string[] words)
    {
        scenario.Cluster[words[0]].Crash();
        scenario.Say($"{words[0]} is back, {scenario.Cluster[words[0]].Replica.Standing.ToString().ToLowerInvariant()}");
    }
}
