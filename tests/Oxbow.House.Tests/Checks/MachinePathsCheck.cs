using System.Text.RegularExpressions;
using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>Nothing depends on the machine it was written on. The paths are put together here so that this file passes.</summary>
internal sealed class MachinePathsCheck : ICheck
{
    private static readonly Regex Homes = new($"(?<![\\w.~)$}}])/({"home"}|{"work"}|{"root"})/|[A-Z]:\\\\{"Users"}\\\\");

    public IEnumerable<Fault> Faults(Repository repository) =>
        from file in repository.Files
        from line in file.Lines.Index()
        let path = Homes.Match(line.Item)
        where path.Success
        select new Fault(file.Path, line.Index + 1, $"{path.Value} is a folder of one machine");
}
