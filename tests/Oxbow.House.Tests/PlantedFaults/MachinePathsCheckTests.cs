using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class MachinePathsCheckTests
{
    [Theory]
    [InlineData("/ho" + "me/ann/oxbow")]
    [InlineData("see /wo" + "rk/oxbow")]
    [InlineData("\"/ro" + "ot/.nuget\"")]
    [InlineData("C:\\Us" + "ers\\ann")]
    public void A_folder_of_one_machine_is_seen(string text) =>
        PlantedFault.IsSeenAt<MachinePathsCheck>("README.md", 2, "one machine", ("README.md", "# Oxbow\n" + text));

    [Fact]
    public void Relative_paths_and_addresses_are_in_order() =>
        PlantedFault.IsAbsent<MachinePathsCheck>(("README.md", "./work/a $HOME/work/a http://host/home/a $(Root)/root/a"));
}
