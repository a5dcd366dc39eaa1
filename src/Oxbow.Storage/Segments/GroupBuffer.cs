using System.Buffers.Binary;

namespace Oxbow.Storage.Segments;

/// <summary>
/// Collects the blocks of one group as the frame that will be written: room for a header, then blocks.
/// </summary>
internal sealed class GroupBuffer
{
    private const int BlockLengthBytes = sizeof(uint);

    private byte[] bytes = new byte[4096];
    private int length = Frame.HeaderBytes;

    public bool IsEmpty => length == Frame.HeaderBytes;

    public int BlockCount { get; private set; }

    /// <summary>The frame, with its header still to be filled in.</summary>
    public Span<byte> Bytes => bytes.AsSpan(0, length);

    public bool HasRoomFor(int blockBytes, int maximumBytes) => (long)length + blockBytes <= maximumBytes;

    public void Add(ReadOnlySpan<byte> block)
    {
        var end = length + BlockLengthBytes + block.Length;
        if (end > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(end, 2 * bytes.Length));
        }

        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(length), block.Length);
        block.CopyTo(bytes.AsSpan(length + BlockLengthBytes));
        length = end;
        BlockCount++;
    }

    public void Clear()
    {
        length = Frame.HeaderBytes;
        BlockCount = 0;
    }
}
