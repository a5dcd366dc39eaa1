namespace Oxbow.Testing.Disks;

/// <summary>The bytes of one file: as the process sees them, as the disk holds them, and what lies between.</summary>
internal sealed class SimulatedNode
{
    public const int SectorBytes = 64;

    private readonly List<Change> pending = [];

    public SimulatedNode()
        : this([])
    {
    }

    public SimulatedNode(ReadOnlySpan<byte> content)
    {
        Cached = new(content);
        Durable = new(content);
    }

    public GrowingBytes Cached { get; private set; }

    public GrowingBytes Durable { get; }

    /// <summary>Where the last write went.</summary>
    public int LastWriteOffset { get; private set; }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        LastWriteOffset = (int)offset;
        Cached.Write((int)offset, bytes);
        pending.Add(new((int)offset, bytes.ToArray(), IsCut: false));
    }

    public void Truncate(long length)
    {
        Cached.SetLength((int)length);
        pending.Add(new((int)length, [], IsCut: true));
    }

    public void Flush()
    {
        foreach (Change change in pending)
        {
            Apply(change);
        }

        pending.Clear();
    }

    /// <summary>A flush that failed: the cache forgets that these bytes were never written, and still shows them.</summary>
    public void ForgetPending() => pending.Clear();

    /// <summary>Of what was not flushed, what is drawn reaches the disk, sector by sector; nothing when nothing is drawn.</summary>
    /// <param name="draw">Gives a number from zero to one less than its argument.</param>
    public void CutPower(Func<int, int>? draw)
    {
        foreach (Change change in draw is null ? [] : pending)
        {
            if (!change.IsCut)
            {
                ApplySomeSectors(change, draw!);
            }
            else if (draw!(2) == 0)
            {
                Apply(change);
            }
        }

        pending.Clear();
        Cached = new(Durable.Span);
    }

    /// <summary>Changes bytes behind the back of everybody, as rot does.</summary>
    public void Spoil(int offset, ReadOnlySpan<byte> bytes)
    {
        Durable.Write(offset, bytes);
        Cached.Write(offset, bytes);
    }

    private void ApplySomeSectors(Change change, Func<int, int> draw)
    {
        int likelihood = draw(5);
        for (int start = 0; start < change.Bytes.Length;)
        {
            int offset = change.Offset + start;
            int length = Math.Min(SectorBytes - (offset % SectorBytes), change.Bytes.Length - start);
            if (draw(4) < likelihood)
            {
                Durable.Write(offset, change.Bytes.AsSpan(start, length));
            }

            start += length;
        }
    }

    private void Apply(Change change)
    {
        if (change.IsCut)
        {
            Durable.SetLength(change.Offset);
        }
        else
        {
            Durable.Write(change.Offset, change.Bytes);
        }
    }

    private readonly record struct Change(int Offset, byte[] Bytes, bool IsCut);
}
