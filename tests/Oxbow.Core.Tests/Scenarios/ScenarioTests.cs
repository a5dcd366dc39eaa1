using System.Reflection;

namespace Oxbow.Core.Tests.Scenarios;

/// <summary>
/// Every file beside this one is a conversation whose output has to stay as it stands. With OXBOW_REWRITE=1 the files are
/// written anew; the difference is then for a person to judge.
/// </summary>
public sealed class ScenarioTests
{
    private static readonly string Folder = Path.Combine(
        typeof(ScenarioTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        "tests",
        "Oxbow.Core.Tests",
        "Scenarios");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_conversation_goes_as_written(string file)
    {
        string path = Path.Combine(Folder, file);
        string expected = File.ReadAllText(path);
        string actual = Scenario.Run(expected);
        if (Environment.GetEnvironmentVariable("OXBOW_REWRITE") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.Equal(expected, actual);
    }
}
