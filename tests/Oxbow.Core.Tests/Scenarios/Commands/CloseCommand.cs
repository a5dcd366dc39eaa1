namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>close A-B</c>: the link is gone, and what was on its way with it.</summary>
internal sealed class CloseCommand : IScenarioCommand
{
    public string Name => "close";

    public void Run(Scenario scenario, string[] words)
    {
        scenario.LinkOf(words[0]).Close();
    }
}
