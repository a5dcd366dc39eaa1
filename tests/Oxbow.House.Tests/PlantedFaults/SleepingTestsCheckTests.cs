using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class SleepingTestsCheckTests
{
    [Theory]
    [InlineData("Thread.Sleep(10);")]
    [InlineData("await Task.Delay(10);")]
    [InlineData("await System.Threading.Tasks.Task.Delay(10);")]
    public void A_sleeping_test_is_seen(string call) =>
        PlantedFault.IsSeenAt<SleepingTestsCheck>("tests/Oxbow.Core.Tests/A.cs", 2, "wait for the fact",
            ("tests/Oxbow.Core.Tests/A.cs", $"class A {{ async void B() {{\n{call}\n}} }}\n"));

    [Fact]
    public void A_pause_in_a_program_is_its_own_affair() =>
        PlantedFault.IsAbsent<SleepingTestsCheck>(("src/Oxbow.Node/A.cs", "class A { void B() => Thread.Sleep(1); }"));
}
