namespace Oxbow.Storage.Tests.Simulation;

/// <summary>The bytes of one file: as the process sees them, as the disk holds them, and what lies between.</summary>
internal sealed class SimulatedNode
{
    private const int SectorBytes = 64;

    private readonly List<Change> pending = [];

    public byte[] Cached { get; set; } = [];

    public byte[] Durable { get; set; } = [];

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        var change = new Change((int)offset, bytes.ToArray(), IsCut: false);
        Cached = Apply(Cached, change);
        pending.Add(change);
    }

    public void Truncate(long length)
    {
        var change = new Change((int)length, [], IsCut: true);
        Cached = Apply(Cached, change);
        pending.Add(change);
    }

    public void Flush()
    {
        Durable = pending.Aggregate(Durable, Apply);
        pending.Clear();
    }

    /// <summary>
    /// A flush that failed: the cache forgets that these bytes were never written, and still shows them.
    /// </summary>
    public void ForgetPending() => pending.Clear();

    public void CutPower(Random? random)
    {
        if (random is not null)
        {
            foreach (var change in pending)
            {
                Durable = change.IsCut
                    ? random.Next(2) == 0 ? Apply(Durable, change) : Durable
                    : ApplySomeSectors(Durable, change, random);
            }
        }

        pending.Clear();
        Cached = Durable.ToArray();
    }

    private static byte[] ApplySomeSectors(byte[] image, Change change, Random random)
    {
        var likelihood = random.Next(5);
        for (var start = 0; start < change.Bytes.Length;)
        {
            var offset = change.Offset + start;
            var length = Math.Min(SectorBytes - (offset % SectorBytes), change.Bytes.Length - start);
            if (random.Next(4) < likelihood)
            {
                image = Apply(image, new Change(offset, change.Bytes[start..(start + length)], IsCut: false));
            }

            start += length;
        }

        return image;
    }

    private static byte[] Apply(byte[] image, Change change)
    {
        var length = change.IsCut ? change.Offset : Math.Max(image.Length, change.Offset + change.Bytes.Length);
        var result = new byte[length];
        image.AsSpan(0, Math.Min(image.Length, length)).CopyTo(result);
        change.Bytes.CopyTo(result, change.IsCut ? 0 : change.Offset);
        return result;
    }

    private readonly record struct Change(int Offset, byte[] Bytes, bool IsCut);
}
