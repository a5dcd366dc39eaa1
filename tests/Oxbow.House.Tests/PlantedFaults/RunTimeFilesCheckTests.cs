using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class RunTimeFilesCheckTests
{
    [Theory]
    [InlineData("src/Oxbow.Core/bin/Debug/a.txt")]
    [InlineData("artifacts/bin/a.txt")]
    [InlineData("samples/playlist.db")]
    [InlineData("server.log")]
    public void A_file_that_a_run_left_is_seen(string path) =>
        PlantedFault.IsSeenAt<RunTimeFilesCheck>(path, 0, "left by a run", (path, ""));

    [Fact]
    public void The_folder_of_the_write_log_is_in_order() =>
        PlantedFault.IsAbsent<RunTimeFilesCheck>(("src/Oxbow.Core/Log/WriteLog.cs", ""), ("docs/binary.md", ""));
}
