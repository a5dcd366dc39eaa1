using System.Globalization;
using System.Text.Json;
using Oxbow.Client;

namespace TravellingSession;

/// <summary>A traveller goes from node to node, writing and reading, while others write too.</summary>
internal sealed class Journey(Sites sites, ClientSession? session, int seed)
{
    private const int OperationsInARoom = 50;
    private const int AttemptsInAnAct = 600;

    private readonly Random random = new(seed);
    private string room = "";
    private int keys;

    public GuaranteeChecker Checker { get; } = new();

    /// <summary>Operations of the traveller that were answered.</summary>
    public int Operations { get; private set; }

    /// <summary>How often a replica said "not yet", because it lacked something of the session.</summary>
    public int NotYet { get; private set; }

    /// <summary>How often a node did not answer.</summary>
    public int Unreachable { get; private set; }

    /// <summary>Goes on until so many operations were answered; trouble comes and goes all the while.</summary>
    public async Task RunAsync(int operations, Action<int> onProgress, CancellationToken cancellation)
    {
        for (int attempt = 0; Operations < operations; attempt++)
        {
            await ChangeTheWorldAsync(attempt, cancellation);
            if (Operations % OperationsInARoom == 0)
            {
                room = $"room{Operations / OperationsInARoom}";
                Checker.EnterRoom();
            }

            await OthersAsync(cancellation);
            if (await TryAsync(() => TravelAsync(Pick(), cancellation)))
            {
                Operations++;
                onProgress(Operations);
            }
        }

        await sites.HealAsync(cancellation);
    }

    private async Task ChangeTheWorldAsync(int attempt, CancellationToken cancellation)
    {
        (int act, int moment) = Math.DivRem(attempt, AttemptsInAnAct);
        if (moment == AttemptsInAnAct / 6)
        {
            await sites.TroubleAsync(act, cancellation);
        }
        else if (moment == AttemptsInAnAct * 5 / 6)
        {
            await sites.HealAsync(cancellation);
        }
    }

    private async Task TravelAsync(SiteNode node, CancellationToken cancellation)
    {
        if (random.Next(2) == 0)
        {
            string key = await WriteAsync(node, "mine", session, cancellation);
            Checker.Wrote(key);
        }
        else
        {
            HashSet<string> found = await ReadAsync(node, session, cancellation);
            Checker.Read(found);
            Checker.Observe(found);
        }
    }

    /// <summary>Somebody else writes somewhere, and somebody looks at what a replica shows.</summary>
    private async Task OthersAsync(CancellationToken cancellation)
    {
        await TryAsync(() => WriteAsync(Pick(), "theirs", session: null, cancellation));
        await TryAsync(async () => Checker.Observe(await ReadAsync(Pick(), session: null, cancellation)));
    }

    private async Task<string> WriteAsync(SiteNode node, string whose, ClientSession? session, CancellationToken cancellation)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{whose}-{++keys}");
        await node.Client.WriteAsync([Update.PutDocument(room, key, JsonSerializer.SerializeToElement(keys))], session, cancellation);
        return key;
    }

    private async Task<HashSet<string>> ReadAsync(SiteNode node, ClientSession? session, CancellationToken cancellation)
    {
        ScanPage page = await node.Client.ScanAsync(room, session: session, cancellation: cancellation);
        return [.. page.Documents.Select(document => document.Key)];
    }

    private async Task<bool> TryAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return true;
        }
        catch (SessionNotSatisfiedException)
        {
            NotYet++;
        }
        catch (OxbowException exception) when (exception.Code is OxbowException.NodeUnreachable)
        {
            Unreachable++;
        }

        return false;
    }

    private SiteNode Pick() => sites.Nodes[random.Next(sites.Nodes.Count)];
}
