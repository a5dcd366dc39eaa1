using System.Globalization;
using Oxbow.Client;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Applications;

/// <summary>A client of a simulated application: it does one thing at a time, at a replica that changes now and then.</summary>
public sealed class ApplicationClient
{
    private int lastKey;

    internal ApplicationClient(string name, int seed, Func<ApplicationClient, IOxbowDatabase> open)
    {
        Name = name;
        Random = new(seed);
        Database = open(this);
    }

    /// <summary>Its name: <c>c0</c>, <c>c1</c> and so on.</summary>
    public string Name { get; }

    /// <summary>Whatever is left to chance comes from here: the same for the same seed.</summary>
    public Random Random { get; }

    /// <summary>The database, at the replica where the client is.</summary>
    public IOxbowDatabase Database { get; }

    /// <summary>The client's session, with all guarantees. Give it to the calls that are to keep them.</summary>
    public ClientSession Session { get; } = new();

    /// <summary>The replica it talks to.</summary>
    internal SimulatedProcess? At { get; set; }

    /// <summary>What it does at this moment; null before its first deed.</summary>
    internal Task? Deed { get; set; }

    /// <summary>How many of its questions wait for an answer.</summary>
    internal int Waiting { get; set; }

    /// <summary>A key that nobody else uses.</summary>
    public string NewKey() => $"{Name}-{(++lastKey).ToString(CultureInfo.InvariantCulture)}";
}
