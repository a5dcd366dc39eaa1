using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class SkippedTestsCheckTests
{
    [Theory]
    [InlineData("[Fact(Skip = \"later\")]")]
    [InlineData("[Theory(SkipUnless = nameof(B))]")]
    public void A_skipped_test_is_seen(string attribute) =>
        PlantedFault.IsSeenAt<SkippedTestsCheck>("tests/Oxbow.Core.Tests/A.cs", 2, "skipped",
            ("tests/Oxbow.Core.Tests/A.cs", $"class A {{\n{attribute} void B() {{ }} }}\n"));

    [Fact]
    public void Calls_that_skip_elements_are_in_order() =>
        PlantedFault.IsAbsent<SkippedTestsCheck>(
            ("tests/Oxbow.Core.Tests/A.cs", "class A { [Fact] void B() => new int[2].Skip(1); }"));
}
