namespace Oxbow.Storage.Tests.Simulation;

/// <summary>
/// A disk with a page cache in front: what was not flushed may be lost or torn by a power cut, sector by sector,
/// and any call can be made to fail.
/// </summary>
internal sealed class SimulatedDisk
{
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

    public byte[] this[string name]
    {
        get => Names[name].Cached;
        set => Names[name] = new SimulatedNode { Cached = value, Durable = value };
    }

    public static SimulatedDisk Of(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var disk = new SimulatedDisk();
        foreach (var (name, bytes) in files)
        {
            var node = new SimulatedNode { Cached = bytes, Durable = bytes };
            disk.Names[name] = node;
            disk.durableNames[name] = node;
        }

        return disk;
    }

    public Dictionary<string, byte[]> Copy() =>
        Names.ToDictionary(pair => pair.Key, pair => pair.Value.Cached.ToArray());

    public SimulatedFolder Mount() => new(this);

    /// <summary>Whether this call is to fail.</summary>
    public bool CountCall(int boot)
    {
        if (boot != Boot)
        {
            throw new IOException("The power was cut.");
        }

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

    public void ChangeNames(Action<Dictionary<string, SimulatedNode>> change)
    {
        change(Names);
        pendingNames.Add(change);
    }

    public void SyncNames()
    {
        pendingNames.ForEach(change => change(durableNames));
        pendingNames.Clear();
    }

    /// <summary>
    /// Power is cut: of what was not flushed, the random numbers decide what reached the disk. Null: nothing
    /// did.
    /// </summary>
    public void CutPower(Random? random)
    {
        var kept = random?.Next(pendingNames.Count + 1) ?? 0;
        pendingNames.Take(kept).ToList().ForEach(change => change(durableNames));
        pendingNames.Clear();
        Names = new Dictionary<string, SimulatedNode>(durableNames);
        foreach (var node in Names.Values)
        {
            node.CutPower(random);
        }

        FailingCall = 0;
        Calls = 0;
        Boot++;
    }
}
