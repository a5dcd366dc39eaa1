using Oxbow.House.Tests.Model;
using Oxbow.House.Tests.PlantedFaults;

namespace Oxbow.House.Tests;

/// <summary>The repository as it stands obeys every check, and every check has proved that it can fail.</summary>
public sealed class HouseTests
{
    private static readonly Lazy<Repository> Here = new(Repository.Load);

    public static TheoryData<string> CheckNames => [.. CheckTypes.Select(type => type.Name)];

    private static IEnumerable<Type> CheckTypes =>
        typeof(ICheck).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ICheck)));

    [Theory]
    [MemberData(nameof(CheckNames))]
    public void The_house_is_in_order(string checkName)
    {
        Type type = CheckTypes.Single(type => type.Name == checkName);
        ICheck check = (ICheck)Activator.CreateInstance(type)!;

        string faults = string.Join('\n', check.Faults(Here.Value));

        Assert.True(faults.Length == 0, "\n" + faults);
    }

    [Theory]
    [MemberData(nameof(CheckNames))]
    public void Every_check_is_shown_a_planted_fault(string checkName) =>
        Assert.Contains(typeof(HouseTests).Assembly.GetTypes(), type =>
            type.Name == checkName + "Tests" && type.Namespace == typeof(PlantedFault).Namespace);

    [Fact]
    public void The_whole_repository_is_read()
    {
        Assert.Contains(Here.Value.Files, file => file.Path == "Directory.Build.props");
        Assert.Contains(Here.Value.Code, file => file.Path == "tests/Oxbow.House.Tests/HouseTests.cs" && file.Lines.Count > 20);
        Assert.Contains(Here.Value.Projects, file => file.Path == "src/Oxbow.Core/Oxbow.Core.csproj");
        Assert.DoesNotContain(Here.Value.Files, file => file.IsUnder("artifacts"));
    }
}
