using Oxbow.Storage.Files;
using Oxbow.Storage.Segments;

namespace Oxbow.Storage.Tests;

/// <summary>Blocks to write and ways to read them back.</summary>
internal static class Blocks
{
    /// <summary>Segments so small that a few groups fill several of them.</summary>
    public static JournalOptions SmallSegments { get; } =
        new() { SegmentBytes = 512, MaximumBlockBytes = 300, ReserveBytes = 200 };

    public static byte[] Random(Random random, int maximumBytes)
    {
        var block = new byte[random.Next(1, maximumBytes + 1)];
        random.NextBytes(block);
        return block;
    }

    public static List<string> ReadAll(this IJournal journal) =>
        [.. journal.Recover().Select(block => Convert.ToHexString(block.Span))];

    public static List<string> ReadAll(IJournalFiles files, JournalOptions options)
    {
        using var journal = FileJournal.Open(files, options);
        return journal.ReadAll();
    }

    public static string AppendText(this IJournal journal, byte[] block)
    {
        journal.Append(block);
        return Convert.ToHexString(block);
    }
}
