namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>clock A +90m</c>: sets the clock of A wrong by that many minutes.</summary>
internal sealed class ClockCommand : IScenarioCommand
{
    public string Name => "clock";

    public void Run(Scenario scenario, string[] words)
    {
        scenario.Cluster[words[0]].ClockError = TimeSpan.FromMinutes(int.Parse(words[1].TrimEnd('m')));
    }
}
