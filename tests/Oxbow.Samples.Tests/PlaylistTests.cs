using Oxbow.Samples.Tests.Processes;

namespace Oxbow.Samples.Tests;

public sealed class PlaylistTests
{
    [Fact]
    public async Task A_song_is_tentative_beyond_the_cut_and_committed_after_it()
    {
        SampleResult result = await SampleProcess.RunAsync("playlist", [], TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "oslo: Yellow at http://a.example/1, Tentative",
                "paris: nothing yet",
                "oslo: Yellow at http://a.example/1, Committed",
                "paris: Yellow at http://a.example/1, Committed",
            ],
            result.Required());
    }
}
