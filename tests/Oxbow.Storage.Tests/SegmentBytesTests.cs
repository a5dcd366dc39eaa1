using Oxbow.Storage.Segments;

namespace Oxbow.Storage.Tests;

/// <summary>
/// The bytes of a journal of two segments, with every kind of frame in them. Whoever changes them makes files of another
/// format: that needs a new version and a way for those that exist.
/// </summary>
public sealed class SegmentBytesTests
{
    private const int Largest = 210;

    private const string First =
        "6F78626F776A6E6C0200000001000000000000000000000000000000E65E9A5900000000025DCA22C70C00000001FE37"
        + "C4B9030000000102030100000004000000000344306FCB0000000002741A973B000000000459A05DAF";

    private const string SecondBegins =
        "6F78626F776A6E6C02000000020000000200000000000000741A973B226CD9D6D600000001FCFC410DD2000000";

    private const string SecondEnds =
        "00000000031A9365C2";

    [Fact]
    public void Two_segments_have_these_bytes_for_ever()
    {
        using TemporaryFolder folder = new();
        var options = new JournalOptions { SegmentBytes = 256, ReserveBytes = 0 };
        using (FileJournal journal = FileJournal.Open(folder.Path, options))
        {
            Assert.Empty(journal.Recover());
            journal.Append([1, 2, 3]);
            journal.Append([4]);
            journal.Sync();
        }

        using (FileJournal journal = FileJournal.Open(folder.Path, options))
        {
            Assert.Equal(2, journal.Recover().Count());
            journal.Append([.. Enumerable.Repeat((byte)7, Largest)]);
            journal.Sync();
        }

        string[] segments = [.. Directory.GetFiles(folder.Path, "*.oxj").Order(StringComparer.Ordinal)];
        Assert.Equal(["00000001.oxj", "00000002.oxj"], segments.Select(Path.GetFileName));
        Assert.Equal(First, Convert.ToHexString(File.ReadAllBytes(segments[0])));
        Assert.Equal(
            SecondBegins + string.Concat(Enumerable.Repeat("07", Largest)) + SecondEnds,
            Convert.ToHexString(File.ReadAllBytes(segments[1])));
    }
}
