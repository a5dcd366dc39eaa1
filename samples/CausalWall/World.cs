using Oxbow.Node.Embedded;
using Oxbow.Node.Links;
using Oxbow.Node.Peers;
using Oxbow.Node.Transport;

namespace CausalWall;

/// <summary>Three data centres, and the cables between them, through which a message needs its time.</summary>
internal sealed class World : IAsyncDisposable
{
    private static readonly (string Centre, string Person)[] People = [("lisbon", "ann"), ("oslo", "bob"), ("tokyo", "chie")];

    /// <summary>From Lisbon to Tokyo the way over Oslo is the shorter one, but the cable goes round Africa.</summary>
    private static readonly Cable[] Cables = [new("lisbon", "oslo", 3_000), new("oslo", "tokyo", 9_000), new("lisbon", "tokyo", 30_000)];

    /// <summary>
    /// Each centre mails what is written there straight to the others. Exchanges, which would carry what a mail has
    /// lost, are left out for the show: over Oslo they would often be faster than the mail from Lisbon.
    /// </summary>
    private static readonly LinkPolicyOptions MailAlone = new()
    {
        DirectMail = true,
        LiveFanOut = 0,
        ExchangePeriod = Timeout.InfiniteTimeSpan,
        Patience = TimeSpan.FromMinutes(1),
    };

    private readonly InProcessNetwork network = new();
    private readonly List<DataCentre> centres = [];

    private World()
    {
    }

    public IReadOnlyList<DataCentre> Centres => centres;

    /// <summary>Opens the data centres; when this has returned, they mail one another.</summary>
    /// <param name="kilometresPerSecond">How fast messages travel.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<World> OpenAsync(double kilometresPerSecond, CancellationToken cancellation)
    {
        var world = new World();
        foreach (var (centre, person) in People)
        {
            await world.AddAsync(centre, person, cancellation);
        }

        foreach (var cable in Cables)
        {
            await world.LayAsync(cable, kilometresPerSecond, cancellation);
        }

        return world;
    }

    /// <summary>The centre of a name, or of somebody who is there; null when there is none.</summary>
    public DataCentre? Find(string name) => centres.Find(centre => centre.Name == name || centre.Person == name);

    /// <summary>The centre where the replica of an id is.</summary>
    public DataCentre OfReplica(string replica) => centres.Single(centre => centre.Replica == replica);

    public async ValueTask DisposeAsync()
    {
        foreach (var centre in centres)
        {
            await centre.DisposeAsync();
        }
    }

    private async Task AddAsync(string name, string person, CancellationToken cancellation)
    {
        var node = await OxbowNode.OpenAsync(
            new OxbowNodeOptions
            {
                Node = new() { Name = name, DataFolder = null, Links = MailAlone, WithoutPrimary = true },
                Transport = network.CreateTransport(name),
                Create = centres.Count == 0,
                JoinAddresses = [.. centres.Select(centre => centre.Name)],
                Peers = centres.ToDictionary(centre => centre.Name, centre => centre.Name),
            },
            cancellation);
        var status = await node.Database().StatusAsync(cancellation);
        centres.Add(new DataCentre(node, person, status.Replica));
    }

    /// <summary>Brings two centres to the same state, waits until mail goes both ways, and only then slows it down.</summary>
    private async Task LayAsync(Cable cable, double kilometresPerSecond, CancellationToken cancellation)
    {
        var (one, other) = (Find(cable.One)!.Node.Host, Find(cable.Other)!.Node.Host);
        await other.ExchangeAsync(one.Name, cancellation);
        while (!one.IsMailed(other.Name) || !other.IsMailed(one.Name))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
        }

        var shape = new LinkShape { Delay = TimeSpan.FromSeconds(cable.Kilometres / kilometresPerSecond) };
        one.Peers.SetShape(other.Name, shape);
        other.Peers.SetShape(one.Name, shape);
    }
}
