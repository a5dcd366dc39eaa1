namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>wait 90m</c>: time passes.</summary>
internal sealed class WaitCommand : IScenarioCommand
{
    public string Name => "wait";

    public void Run(Scenario scenario, string[] words)
    {
        scenario.Cluster.Pass(TimeSpan.FromMinutes(int.Parse(words[0].TrimEnd('m'))));
    }
}
