using System.Buffers.Binary;

namespace Oxbow.Storage.Segments;

/// <summary>Collects the blocks of one group as the frame that will be written: room for a header, then blocks.</summary>
internal sealed class GroupBuffer
{
    private const int BlockLengthBytes = sizeof(uint);

    private byte[] _bytes = new byte[4096];
    private int _length = Frame.HeaderBytes;

    public bool IsEmpty => _length == Frame.HeaderBytes;

    public int BlockCount { get; private set; }

    /// <summary>The frame, with its header still to be filled in.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(0, _length);

    public bool HasRoomFor(int blockBytes, int maximumBytes) => (long)_length + blockBytes <= maximumBytes;

    public void Add(ReadOnlySpan<byte> block)
    {
        var end = _length + BlockLengthBytes + block.Length;
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
        }

        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), block.Length);
        block.CopyTo(_bytes.AsSpan(_length + BlockLengthBytes));
        _length = end;
        BlockCount++;
    }

    public void Clear()
    {
        _length = Frame.HeaderBytes;
        BlockCount = 0;
    }
}
