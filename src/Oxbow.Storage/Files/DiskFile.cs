using Microsoft.Win32.SafeHandles;

namespace Oxbow.Storage.Files;

/// <summary>A file on a real disk, read and written at offsets with nothing buffered in this process.</summary>
internal sealed class DiskFile(string path, FileMode mode) : IJournalFile
{
    private readonly SafeFileHandle handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read);

    public long LengthBytes => RandomAccess.GetLength(handle);

    public void Read(long offset, Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var count = RandomAccess.Read(handle, buffer, offset);
            if (count == 0)
            {
                throw new EndOfStreamException(
                    $"{path} ended at byte {offset}, {buffer.Length} bytes before it should.");
            }

            buffer = buffer[count..];
            offset += count;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, offset);

    public void Truncate(long lengthBytes) => RandomAccess.SetLength(handle, lengthBytes);

    public void Flush() => DiskFlush.File(handle, path);

    public void Dispose() => handle.Dispose();
}
