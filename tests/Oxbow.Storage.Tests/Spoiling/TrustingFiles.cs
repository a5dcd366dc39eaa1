using System.Buffers.Binary;
using Oxbow.Core.Writes;
using Oxbow.Storage.Files;
using Oxbow.Storage.Segments;

namespace Oxbow.Storage.Tests.Spoiling;

/// <summary>A reader that checks nothing, as a planted bug: it makes every check fit the bytes that it found.</summary>
internal sealed class TrustingFiles(IJournalFiles inner) : IJournalFiles
{
    public string Folder => inner.Folder;

    public IReadOnlyList<string> List() => inner.List();

    public IJournalFile Open(string name) => new TrustingFile(inner.Open(name));

    public IJournalFile Create(string name) => inner.Create(name);

    public void Rename(string name, string newName) => inner.Rename(name, newName);

    public void Delete(string name) => inner.Delete(name);

    public void SyncDirectory() => inner.SyncDirectory();

    public void Dispose() => inner.Dispose();

    private sealed class TrustingFile(IJournalFile inner) : IJournalFile
    {
        private const int HeaderCheckOffset = 28;

        public long LengthBytes => inner.LengthBytes;

        public void Read(long offset, Span<byte> buffer)
        {
            inner.Read(offset, buffer);
            if (buffer.Length < SegmentHeader.Bytes)
            {
                return;
            }

            uint check = Crc32C.Compute(buffer[..HeaderCheckOffset]);
            BinaryPrimitives.WriteUInt32LittleEndian(buffer[HeaderCheckOffset..], check);
            for (int start = SegmentHeader.Bytes; start + Frame.HeaderBytes <= buffer.Length && buffer[start + sizeof(uint)] != 0;)
            {
                long end = (long)start + Frame.HeaderBytes + BinaryPrimitives.ReadUInt32LittleEndian(buffer[start..]);
                if (end > buffer.Length)
                {
                    return;
                }

                Frame.WriteHeader(buffer[start..(int)end], (FrameKind)buffer[start + sizeof(uint)], check, start);
                start = (int)end;
            }
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes) => inner.Write(offset, bytes);

        public void Truncate(long lengthBytes) => inner.Truncate(lengthBytes);

        public void Flush() => inner.Flush();

        public void Dispose() => inner.Dispose();
    }
}
