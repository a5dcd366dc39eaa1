namespace Oxbow.Testing.Disks;

/// <summary>The bytes of a file in memory, with room to grow.</summary>
internal sealed class GrowingBytes
{
    private byte[] bytes;

    public GrowingBytes(ReadOnlySpan<byte> content)
    {
        bytes = content.ToArray();
        Length = bytes.Length;
    }

    public int Length { get; private set; }

    public Span<byte> Span => bytes.AsSpan(0, Length);

    public void Write(int offset, ReadOnlySpan<byte> content)
    {
        SetLength(Math.Max(Length, offset + content.Length));
        content.CopyTo(bytes.AsSpan(offset));
    }

    /// <summary>Cuts, or fills with zeros up to a length.</summary>
    public void SetLength(int length)
    {
        if (length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(length, bytes.Length * 2));
        }

        if (length < Length)
        {
            bytes.AsSpan(length..Length).Clear();
        }

        Length = length;
    }
}
