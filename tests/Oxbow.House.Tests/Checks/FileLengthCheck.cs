using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>A file of code has at most 500 lines.</summary>
internal sealed class FileLengthCheck : ICheck
{
    private const int MaximumLines = 500;

    public IEnumerable<Fault> Faults(Repository repository) =>
        from file in repository.Code
        where file.Lines.Count > MaximumLines
        select new Fault(file.Path, 0, $"{file.Lines.Count} lines, at most {MaximumLines}: give a part of it a name and a file");
}
