using System.Buffers.Binary;

namespace Oxbow.Storage.Segments;

/// <summary>
/// A whole segment in memory, checked from its header to the end of its last valid frame. The blocks it hands
/// out are slices of that memory.
/// </summary>
internal sealed class LoadedSegment
{
    private const int BlockLengthBytes = sizeof(uint);

    private readonly string folder;
    private readonly byte[] bytes;
    private readonly List<Frame> groups = [];
    private FrameKind? lastKind;

    /// <exception cref="JournalDamagedException">
    /// A bad frame stands before a valid one, or the header is wrong.
    /// </exception>
    public LoadedSegment(string folder, SegmentHeader expected, byte[] bytes)
    {
        this.folder = folder;
        this.bytes = bytes;
        Header = expected;
        Check = expected.Require(bytes, folder);
        LastCheck = Check;
        End = SegmentHeader.Bytes;
        ReadFrames();
        IsTorn = bytes.AsSpan(End).ContainsAnyExcept((byte)0);
        if (IsTorn)
        {
            RequireNoFrameAfterEnd();
        }
    }

    public SegmentHeader Header { get; }

    /// <summary>Check of the header.</summary>
    public uint Check { get; }

    /// <summary>Check of the last frame that is not a roll; of the header when there is none.</summary>
    public uint LastCheck { get; private set; }

    /// <summary>Offset after the last valid frame.</summary>
    public int End { get; private set; }

    /// <summary>Whether anything but zeros follows the last valid frame.</summary>
    public bool IsTorn { get; }

    public bool IsRolled => lastKind == FrameKind.Rolled;

    /// <summary>Whether the segment holds nothing but its header.</summary>
    public bool IsEmpty => lastKind is null && !IsTorn;

    public bool HasBlocks => groups.Count > 0;

    /// <summary>How many blocks stand in this segment and all before it.</summary>
    public long NextBlockIndex { get; private set; }

    /// <summary>Where the last valid frame begins; where the header begins when there is no frame.</summary>
    public int LastFrameOffset { get; private set; }

    /// <summary>The last valid frame; the header when there is no frame.</summary>
    public ReadOnlySpan<byte> LastFrame => bytes.AsSpan(LastFrameOffset..End);

    public IEnumerable<ReadOnlyMemory<byte>> Blocks()
    {
        foreach (var group in groups)
        {
            for (var offset = group.PayloadOffset; offset < group.End;)
            {
                var length = ReadBlockLength(offset);
                offset += BlockLengthBytes;
                yield return bytes.AsMemory(offset, length);
                offset += length;
            }
        }
    }

    public JournalDamagedException DamageAtEnd(string reason) => DamageAt(End, reason);

    private void ReadFrames()
    {
        NextBlockIndex = Header.FirstBlockIndex;
        while (!IsRolled && Frame.TryRead(bytes, Check, End, out var frame))
        {
            if (frame.Kind == FrameKind.Group)
            {
                NextBlockIndex += CountBlocks(frame);
                groups.Add(frame);
            }

            LastCheck = frame.Kind == FrameKind.Rolled ? LastCheck : frame.Check;
            lastKind = frame.Kind;
            LastFrameOffset = frame.Offset;
            End = frame.End;
        }
    }

    private int CountBlocks(Frame group)
    {
        var count = 0;
        var offset = group.PayloadOffset;
        while (offset < group.End)
        {
            var left = group.End - offset - BlockLengthBytes;
            var length = left > 0 ? ReadBlockLength(offset) : 0;
            if (length < 1 || length > left)
            {
                throw DamageAt(offset, "the group is checked and yet does not divide into blocks");
            }

            offset += BlockLengthBytes + length;
            count++;
        }

        return count;
    }

    /// <summary>
    /// Only one group is ever unsynced, and it is the last thing in the file: a frame after it proves rot.
    /// </summary>
    private void RequireNoFrameAfterEnd()
    {
        var end = bytes.AsSpan().LastIndexOfAnyExcept((byte)0);
        for (var offset = End + 1; offset <= end; offset++)
        {
            if (Frame.TryRead(bytes, Check, offset, out _))
            {
                throw DamageAtEnd($"the frame is not valid, but a valid frame follows at byte {offset}");
            }
        }
    }

    private int ReadBlockLength(int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset));

    private JournalDamagedException DamageAt(int offset, string reason) =>
        new(folder, SegmentName.Of(Header.Number), offset, reason);
}
