namespace Oxbow.Storage.Files;

/// <summary>One open file of a journal. Every method may throw <see cref="IOException"/>.</summary>
public interface IJournalFile : IDisposable
{
    /// <summary>Present length in bytes.</summary>
    long LengthBytes { get; }

    /// <summary>Fills the buffer from the given offset; throws when the file ends first.</summary>
    void Read(long offset, Span<byte> buffer);

    /// <summary>
    /// Writes all bytes at the given offset, growing the file when needed. Durable after <see cref="Flush"/>.
    /// </summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Cuts the file. Durable after <see cref="Flush"/>.</summary>
    void Truncate(long lengthBytes);

    /// <summary>Returns when all that was written to and cut from this file is durable (fsync).</summary>
    void Flush();
}
