namespace Oxbow.Testing.Disks;

/// <summary>
/// A disk with a page cache in front: what was not flushed may be lost or torn by a power cut, sector by sector,
/// and any call can be made to fail.
/// </summary>
internal sealed class SimulatedDisk
{
    /// <summary>The next write goes where the one before it went in the same file.</summary>
    public const int OntoLastWrite = int.MinValue;

    private const int NoSpace = 28;
    private const int FramesInSector = 6;
    private const int FramesInReach = 64;

    private readonly Dictionary<string, SimulatedNode> durableNames = [];
    private readonly List<Action<Dictionary<string, SimulatedNode>>> pendingNames = [];

    public Dictionary<string, SimulatedNode> Names { get; private set; } = [];

    /// <summary>Counts the power cuts; whatever was opened before the last one is dead.</summary>
    public int Boot { get; private set; }

    /// <summary>How many changing calls were made since this was last set to zero.</summary>
    public int Calls { get; set; }

    /// <summary>The call, counted from one, that fails; everything after it fails too. Zero: none.</summary>
    public int FailingCall { get; set; }

    /// <summary>What a failing call throws.</summary>
    public Func<IOException> Failure { get; set; } = () => new IOException("simulated fault");

    /// <summary>Called before every changing call; may throw to end the process there.</summary>
    public Action? BeforeCall { get; set; }

    /// <summary>Called instead of the next sync of names, when that is to end the process.</summary>
    public Action? AtNameSync { get; set; }

    /// <summary>The next sync of names ends the process before it happens.</summary>
    public bool KillsAtNameSync { get; set; }

    /// <summary>True: nothing can be written, only read and deleted.</summary>
    public bool IsFull { get; set; }

    /// <summary>The next flush of a file fails, and the cache forgets what it did not write.</summary>
    public bool FailsNextFlush { get; set; }

    /// <summary>The next read fails.</summary>
    public bool FailsNextRead { get; set; }

    /// <summary>How far beside its place the next write goes, in bytes; zero: it goes where it should.</summary>
    public int NextWriteMisses { get; set; }

    /// <summary>True once bytes at rest were changed, or a write went to a wrong place.</summary>
    public bool IsSpoiled => SpoiledFrames > 0;

    /// <summary>How many frames of a journal that may have hit, at most.</summary>
    public int SpoiledFrames { get; private set; }

    public byte[] this[string name]
    {
        get => Names[name].Cached.Span.ToArray();
        set => Names[name] = new SimulatedNode(value);
    }

    public static SimulatedDisk Of(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        SimulatedDisk disk = new();
        foreach ((string name, byte[] bytes) in files)
        {
            SimulatedNode node = new(bytes);
            disk.Names[name] = node;
            disk.durableNames[name] = node;
        }

        return disk;
    }

    /// <summary>The files as a process sees them.</summary>
    public Dictionary<string, byte[]> Copy() =>
        Names.ToDictionary(pair => pair.Key, pair => pair.Value.Cached.Span.ToArray());

    /// <summary>The files as they would be after a power cut that loses everything it can.</summary>
    public Dictionary<string, byte[]> CopyDurable() =>
        durableNames.ToDictionary(pair => pair.Key, pair => pair.Value.Durable.Span.ToArray());

    public SimulatedFolder Mount() => new(this);

    /// <summary>Whether this call is to fail.</summary>
    public bool CountCall(int boot)
    {
        if (boot != Boot)
        {
            throw new IOException("The power was cut.");
        }

        BeforeCall?.Invoke();
        Calls++;
        return FailingCall > 0 && Calls >= FailingCall;
    }

    public void ThrowIfFailing(int boot)
    {
        if (CountCall(boot))
        {
            throw Failure();
        }
    }

    public void ThrowIfFull()
    {
        if (IsFull)
        {
            throw new IOException("simulated full disk", NoSpace);
        }
    }

    /// <summary>Where a write meant for an offset goes.</summary>
    public long PlaceOf(long offset, SimulatedNode node)
    {
        if (NextWriteMisses == 0)
        {
            return offset;
        }

        long place = NextWriteMisses == OntoLastWrite ? node.LastWriteOffset : Math.Max(0, offset + NextWriteMisses);
        NextWriteMisses = 0;
        SpoiledFrames += place != offset ? FramesInReach : 0;
        return place;
    }

    public void ChangeNames(Action<Dictionary<string, SimulatedNode>> change)
    {
        change(Names);
        pendingNames.Add(change);
    }

    public void SyncNames()
    {
        if (KillsAtNameSync)
        {
            KillsAtNameSync = false;
            AtNameSync?.Invoke();
        }

        pendingNames.ForEach(change => change(durableNames));
        pendingNames.Clear();
    }

    /// <summary>Power is cut: of what was not flushed, what is drawn reached the disk. Null: nothing did.</summary>
    /// <param name="draw">Gives a number from zero to one less than its argument.</param>
    public void CutPower(Func<int, int>? draw)
    {
        int kept = draw?.Invoke(pendingNames.Count + 1) ?? 0;
        pendingNames.Take(kept).ToList().ForEach(change => change(durableNames));
        pendingNames.Clear();
        Names = new Dictionary<string, SimulatedNode>(durableNames);
        foreach (SimulatedNode node in Names.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value))
        {
            node.CutPower(draw);
        }

        FailingCall = 0;
        Calls = 0;
        Boot++;
    }

    /// <summary>True once there is more than one file.</summary>
    public bool IsNamedBeyondFirst() => Names.Count > 1;

    /// <summary>Spoils some bytes of one sector of one file, often those that were written last; false when there is nothing to spoil.</summary>
    public bool Rot(Func<int, int> draw)
    {
        SimulatedNode[] nodes = [.. Names.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).Where(node => node.Durable.Length > 0)];
        if (nodes.Length == 0)
        {
            return false;
        }

        SimulatedNode node = nodes[draw(nodes.Length)];
        int length = node.Durable.Length;
        int offset = draw(3) == 0 ? Math.Max(0, node.Durable.Span.LastIndexOfAnyExcept((byte)0)) : draw(length);
        int count = draw(3) == 0 ? Math.Min(SimulatedNode.SectorBytes, length - offset) : 1;
        byte[] spoiled = node.Durable.Span.Slice(offset, count).ToArray();
        for (int index = 0; index < count; index++)
        {
            spoiled[index] ^= (byte)(1 + draw(255));
        }

        node.Spoil(offset, spoiled);
        SpoiledFrames += count == 1 ? 1 : FramesInSector;
        return true;
    }
}
