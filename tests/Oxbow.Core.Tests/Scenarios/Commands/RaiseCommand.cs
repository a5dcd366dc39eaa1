using System.Globalization;
using Oxbow.Core.Messages;

namespace Oxbow.Core.Tests.Scenarios.Commands;

/// <summary><c>raise A 2</c>: an operator asks A to raise the format level to 2.</summary>
internal sealed class RaiseCommand : IScenarioCommand
{
    public string Name => "raise";

    public void Run(Scenario scenario, string[] words)
    {
        int level = int.Parse(words[1], CultureInfo.InvariantCulture);
        Reply reply = scenario.Cluster[words[0]].Ask<Reply>(id => new RaiseLevel(id, level));
        scenario.Learn();
        scenario.Say(reply is LevelRaised raised
            ? $"level {level} since {raised.Fate.CommitNumber}"
            : $"rejected: {((Rejected)reply).Rejection.Code}");
    }
}
