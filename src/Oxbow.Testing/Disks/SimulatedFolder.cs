using Oxbow.Storage.Files;

namespace Oxbow.Testing.Disks;

/// <summary>A simulated disk as the journal sees it.</summary>
internal sealed class SimulatedFolder(SimulatedDisk disk) : IJournalFiles
{
    private readonly int boot = disk.Boot;

    public string Folder => "simulated";

    public IReadOnlyList<string> List() => [.. disk.Names.Keys];

    public IJournalFile Open(string name) => new SimulatedFile(disk, disk.Names[name], boot);

    public IJournalFile Create(string name)
    {
        disk.ThrowIfFailing(boot);
        disk.ThrowIfFull();
        SimulatedNode node = new();
        disk.ChangeNames(names => names[name] = node);
        return new SimulatedFile(disk, node, boot);
    }

    public void Rename(string name, string newName)
    {
        disk.ThrowIfFailing(boot);
        disk.ChangeNames(names =>
        {
            names.Add(newName, names[name]);
            names.Remove(name);
        });
    }

    public void Delete(string name)
    {
        disk.ThrowIfFailing(boot);
        disk.ChangeNames(names => names.Remove(name));
    }

    public void SyncDirectory()
    {
        disk.ThrowIfFailing(boot);
        disk.SyncNames();
    }

    public void Dispose()
    {
    }

    private sealed class SimulatedFile(SimulatedDisk disk, SimulatedNode node, int boot) : IJournalFile
    {
        public long LengthBytes => node.Cached.Length;

        public void Read(long offset, Span<byte> buffer)
        {
            if (disk.FailsNextRead)
            {
                disk.FailsNextRead = false;
                throw disk.Failure();
            }

            node.Cached.Span.Slice((int)offset, buffer.Length).CopyTo(buffer);
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            bool fails = disk.CountCall(boot);
            disk.ThrowIfFull();
            node.Write(disk.PlaceOf(offset, node), fails ? bytes[..(bytes.Length / 2)] : bytes);
            if (fails)
            {
                throw disk.Failure();
            }
        }

        public void Truncate(long lengthBytes)
        {
            disk.ThrowIfFailing(boot);
            node.Truncate(lengthBytes);
        }

        public void Flush()
        {
            if (disk.CountCall(boot) || disk.FailsNextFlush)
            {
                disk.FailsNextFlush = false;
                node.ForgetPending();
                throw disk.Failure();
            }

            node.Flush();
        }

        public void Dispose()
        {
        }
    }
}
