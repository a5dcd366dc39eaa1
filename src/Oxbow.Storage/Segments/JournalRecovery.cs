using Oxbow.Storage.Files;

namespace Oxbow.Storage.Segments;

/// <summary>
/// Reads the segments of a journal in order and decides, where something is wrong, whether a crash explains it
/// (then it is cut) or not (then it is damage). Changes nothing before <see cref="Seal"/>.
/// </summary>
internal sealed class JournalRecovery(IJournalFiles files)
{
    private readonly int segmentCount = CountSegments(files);
    private LoadedSegment? previous;
    private LoadedSegment? tail;
    private bool ended;
    private int? unfinishedRoll;

    /// <summary>Whether <see cref="Seal"/> has something to cut.</summary>
    public bool IsTailTorn => tail is { IsTorn: true };

    /// <summary>The next segment, checked; null after the last one.</summary>
    public LoadedSegment? Next()
    {
        var number = (tail?.Header.Number ?? 0) + 1;
        if (ended || number > segmentCount)
        {
            return null;
        }

        var segment = Load(number, tail);
        previous = tail;
        tail = segment;
        if (number == segmentCount)
        {
            RequireNothingLost(segment);
        }
        else if (!segment.IsRolled || segment.IsTorn)
        {
            RequireUnfinishedRoll(segment);
        }

        return segment;
    }

    /// <summary>
    /// Cuts a torn tail, makes all that was recovered durable, and marks it with an opened frame: from here on
    /// anything bad before that frame is rot, not a torn tail. A crash anywhere in here changes nothing for the
    /// next recovery.
    /// </summary>
    public SegmentWriter Seal(int reserveBytes)
    {
        files.SyncDirectory();
        if (tail is null)
        {
            var first = SegmentWriter.Create(files, SegmentHeader.First, reserveBytes);
            return Opened(first);
        }

        if (unfinishedRoll is { } number)
        {
            files.Delete(SegmentName.Of(number));
            files.SyncDirectory();
        }

        if (tail.IsEmpty && previous is not null)
        {
            SegmentWriter.Resume(files, previous, reserveBytes).Dispose();
        }

        return Opened(SegmentWriter.Resume(files, tail, reserveBytes));
    }

    private static SegmentWriter Opened(SegmentWriter writer)
    {
        writer.WriteMark(FrameKind.Opened);
        writer.Flush();
        return writer;
    }

    private static int CountSegments(IJournalFiles files)
    {
        var numbers = files.List().Select(SegmentName.NumberOf).OfType<int>().Order().ToArray();
        for (var index = 0; index < numbers.Length; index++)
        {
            if (numbers[index] != index + 1)
            {
                throw new JournalDamagedException(
                    files.Folder,
                    SegmentName.Of(index + 1),
                    0,
                    $"the file is missing, but {SegmentName.Of(numbers[index])} is here");
            }
        }

        return numbers.Length;
    }

    private void RequireNothingLost(LoadedSegment newest)
    {
        if (newest.IsRolled)
        {
            throw newest.IsTorn
                ? newest.DamageAtEnd("something follows the last frame of a finished segment")
                : new JournalDamagedException(
                    files.Folder,
                    SegmentName.Of(newest.Header.Number + 1),
                    0,
                    "the file is missing, but the segment before it names it");
        }
    }

    /// <summary>
    /// A crash while a new segment is begun leaves it empty, and the one before it without its roll frame or
    /// with a torn one. Only then may the last but one segment end like this; the empty one is taken back.
    /// </summary>
    private void RequireUnfinishedRoll(LoadedSegment segment)
    {
        var next = segment.Header.Number + 1;
        if (segment.IsRolled || next < segmentCount || !HeaderAfter(segment).IsAllOf(Read(next)))
        {
            throw segment.DamageAtEnd(
                "the frame is not valid, or the segment is too short, but a later segment holds data");
        }

        unfinishedRoll = next;
        ended = true;
    }

    private LoadedSegment Load(int number, LoadedSegment? before)
    {
        var expected = before is null ? SegmentHeader.First : HeaderAfter(before);
        return new LoadedSegment(files.Folder, expected, Read(number));
    }

    private static SegmentHeader HeaderAfter(LoadedSegment segment) =>
        new(segment.Header.Number + 1, segment.NextBlockIndex, segment.LastCheck);

    private byte[] Read(int number)
    {
        using var file = files.Open(SegmentName.Of(number));
        var length = file.LengthBytes;
        if (length > Array.MaxLength)
        {
            throw new JournalDamagedException(
                files.Folder, SegmentName.Of(number), 0, $"the file has {length} bytes, more than any segment");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        file.Read(0, bytes);
        return bytes;
    }
}
