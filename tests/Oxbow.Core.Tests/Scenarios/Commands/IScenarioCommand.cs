namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary>A command of a scenario, one file each.</summary>
internal interface IScenarioCommand
{
    /// <summary>The first word of its line.</summary>
    string Name { get; }

    /// <summary>Acts, and says what came of it.</summary>
    void Run(Scenario scenario, string[] words);
}
