using System.Text.RegularExpressions;
using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>No code is left for later. The words are put together here so that this file passes its own check.</summary>
internal sealed class UnfinishedWorkCheck : ICheck
{
    private static readonly Regex Words = new($"\\b({"TO"}{"DO"}|{"FIX"}{"ME"}|{"HA"}{"CK"}|{"NotImplemented"}{"Exception"})\\b");

    public IEnumerable<Fault> Faults(Repository repository) =>
        from file in repository.Code
        from line in file.Lines.Index()
        let word = Words.Match(line.Item)
        where word.Success
        select new Fault(file.Path, line.Index + 1, $"{word.Value} is left behind: do it, or open an issue");
}
