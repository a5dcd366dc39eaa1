using Oxbow.Storage.Files;

namespace Oxbow.Storage.Segments;

/// <summary>Writes frames at the end of one segment, over zeros that were filled in ahead.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private static readonly byte[] Zeros = new byte[64 * 1024];

    private readonly IJournalFile file;
    private readonly int reserveBytes;
    private readonly uint segmentCheck;
    private long reservedEnd;

    private SegmentWriter(IJournalFile file, int number, uint segmentCheck, int reserveBytes)
    {
        this.file = file;
        Number = number;
        this.segmentCheck = segmentCheck;
        this.reserveBytes = reserveBytes;
    }

    public int Number { get; }

    /// <summary>Where the next frame goes.</summary>
    public int Position { get; private set; }

    /// <summary>Check of the last frame; of the header when there is none.</summary>
    public uint LastCheck { get; private set; }

    public bool HasBlocks { get; private set; }

    /// <summary>
    /// Begins a segment. It gets its name only when its header is durable, so a segment with a bad header is
    /// always damage, never a crash.
    /// </summary>
    public static SegmentWriter Create(IJournalFiles files, SegmentHeader header, int reserveBytes)
    {
        var bytes = new byte[SegmentHeader.Bytes];
        var check = header.WriteTo(bytes);
        var unfinished = SegmentName.Unfinished(header.Number);
        using (var file = files.Create(unfinished))
        {
            file.Write(0, bytes);
            file.Flush();
        }

        var name = SegmentName.Of(header.Number);
        files.Rename(unfinished, name);
        files.SyncDirectory();
        return new SegmentWriter(files.Open(name), header.Number, check, reserveBytes)
        {
            Position = bytes.Length,
            LastCheck = check,
            reservedEnd = bytes.Length,
        };
    }

    /// <summary>
    /// Goes on at the end of a recovered segment: cuts a torn tail, and writes the last frame once more. For
    /// when the process before this one died of a failed flush, the operating system may show us bytes that it
    /// never wrote and no longer intends to; written again, the next flush covers them truly. Frames before the
    /// last one need no such care: none is written before the flush of the one before it has succeeded.
    /// </summary>
    public static SegmentWriter Resume(IJournalFiles files, LoadedSegment segment, int reserveBytes)
    {
        var file = files.Open(SegmentName.Of(segment.Header.Number));
        try
        {
            if (segment.IsTorn)
            {
                file.Truncate(segment.End);
                file.Flush();
            }

            file.Write(segment.LastFrameOffset, segment.LastFrame);
            file.Flush();
            return new SegmentWriter(file, segment.Header.Number, segment.Check, reserveBytes)
            {
                Position = segment.End,
                LastCheck = segment.LastCheck,
                HasBlocks = segment.HasBlocks,
                reservedEnd = file.LengthBytes,
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a frame whose payload stands in place, after room for the header.</summary>
    public void WriteGroup(Span<byte> frame)
    {
        Write(frame, FrameKind.Group);
        HasBlocks = true;
    }

    /// <summary>Writes a frame without payload.</summary>
    public void WriteMark(FrameKind kind)
    {
        Span<byte> frame = stackalloc byte[Frame.HeaderBytes];
        Write(frame, kind);
    }

    public void Flush() => file.Flush();

    public void Dispose() => file.Dispose();

    private void Write(Span<byte> frame, FrameKind kind)
    {
        var check = Frame.WriteHeader(frame, kind, segmentCheck, Position);
        file.Write(Position, frame);
        Position += frame.Length;
        LastCheck = check;
        Reserve();
    }

    private void Reserve()
    {
        if (Position <= reservedEnd)
        {
            return;
        }

        reservedEnd = (long)Position + reserveBytes;
        for (long offset = Position; offset < reservedEnd; offset += Zeros.Length)
        {
            file.Write(offset, Zeros.AsSpan(0, (int)Math.Min(Zeros.Length, reservedEnd - offset)));
        }
    }
}
