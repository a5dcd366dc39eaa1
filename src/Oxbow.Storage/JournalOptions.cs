namespace Oxbow.Storage;

/// <summary>How a journal uses its disk and memory. Every value may change between two starts.</summary>
public sealed record JournalOptions
{
    private const int Kibibyte = 1024;
    private const int Mebibyte = 1024 * Kibibyte;
    private const int LargestSegmentBytes = 1024 * Mebibyte;
    private const int LargestBlockBytes = 256 * Mebibyte;

    /// <summary>The defaults.</summary>
    public static JournalOptions Default { get; } = new();

    /// <summary>
    /// Size at which a new segment file is begun, in bytes. Default 64 MiB; 256 bytes to 1 GiB.
    /// Recovery reads a segment at a time into memory; small segments cost files and fsyncs, nothing else.
    /// A group larger than a segment gets a segment of its own.
    /// </summary>
    public int SegmentBytes { get; init; } = 64 * Mebibyte;

    /// <summary>
    /// The longest block that is accepted, in bytes; also the size at which a group is synced without being
    /// asked. Default 16 MiB; 1 byte to 256 MiB. Bounds the memory a journal takes for a group. Longer blocks
    /// that are already stored are still recovered.
    /// </summary>
    public int MaximumBlockBytes { get; init; } = 16 * Mebibyte;

    /// <summary>
    /// Space filled with zeros ahead of the end of the newest segment, in bytes. Default 1 MiB; 0 (none) to
    /// 64 MiB. Overwriting zeros makes an fsync about a third cheaper than growing the file; each refill makes
    /// one fsync longer by the time these bytes take.
    /// </summary>
    public int ReserveBytes { get; init; } = Mebibyte;

    /// <summary>Lists every fault of these options; empty when they can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Check(faults, nameof(SegmentBytes), SegmentBytes, 256, LargestSegmentBytes);
        Check(faults, nameof(MaximumBlockBytes), MaximumBlockBytes, 1, LargestBlockBytes);
        Check(faults, nameof(ReserveBytes), ReserveBytes, 0, 64 * Mebibyte);
        return faults;
    }

    internal void RequireValid()
    {
        var faults = Validate();
        if (faults.Count > 0)
        {
            throw new ArgumentException($"The journal options cannot be used: {string.Join(" ", faults)}");
        }
    }

    internal void RequireLength(int blockBytes)
    {
        if (blockBytes < 1 || blockBytes > MaximumBlockBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(blockBytes),
                blockBytes,
                $"A block must have 1 to {MaximumBlockBytes} bytes (JournalOptions.MaximumBlockBytes); "
                + "nothing was appended.");
        }
    }

    private static void Check(List<string> faults, string name, int value, int minimum, int maximum)
    {
        if (value < minimum || value > maximum)
        {
            faults.Add($"{name} is {value}; it must be {minimum} to {maximum} bytes.");
        }
    }
}
