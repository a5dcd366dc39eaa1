namespace Oxbow.House.Tests.Model;

/// <summary>One rule of the house, as a function of the files.</summary>
internal interface ICheck
{
    IEnumerable<Fault> Faults(Repository repository);
}
