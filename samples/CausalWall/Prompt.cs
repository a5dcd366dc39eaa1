using System.Diagnostics;
using System.Globalization;
using Oxbow.Client;
using Oxbow.Core.Identity;
using Oxbow.Node.Errors;

namespace CausalWall;

/// <summary>Reads commands and carries them out at the data centre of the one who speaks.</summary>
internal sealed class Prompt(World world, TextReader input, bool isScript)
{
    private const string Help = """
        post TEXT    write on the wall
        wait         until everything that was posted so far, by anybody, has come here
        wall         the wall as it is here, and how each message came
        clock        how far this replica is with each other one, and what it holds back
        fetch NAME   exchange with another data centre now, instead of waiting for mail
        cut NAME     cut the cable to another data centre; mail on it is lost
        mend NAME    mend the cable
        as NAME      speak as ann (lisbon), bob (oslo) or chie (tokyo)
        help, quit
        """;

    /// <summary>How often somebody who waits looks whether something is held back.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    /// <summary>How long somebody waits: the slowest cable needs a quarter of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Provenance provenance = new(world);
    private readonly HashSet<WriteId> posted = [];
    private DataCentre here = world.Centres[0];

    /// <summary>Runs until the end of the input, or <c>quit</c>; a script also ends at the first line that makes no sense.</summary>
    /// <returns>Whether all lines made sense.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Console.Write(isScript ? "" : $"{here.Person}@{here.Name}> ");
            var line = (await input.ReadLineAsync(cancellation))?.Trim();
            if (line is null or "quit")
            {
                return true;
            }

            if (isScript)
            {
                Console.WriteLine($"{here.Person}@{here.Name}> {line}");
            }

            if (line.Length > 0 && !line.StartsWith('#') && await DoAsync(line, cancellation) is { } fault)
            {
                Console.Error.WriteLine(fault);
                if (isScript)
                {
                    return false;
                }
            }
        }
    }

    /// <summary>Does what a line says; gives what is wrong with it.</summary>
    private async Task<string?> DoAsync(string line, CancellationToken cancellation)
    {
        var words = line.Split(' ', 2, StringSplitOptions.TrimEntries);
        var rest = words.Length is 2 ? words[1] : "";
        switch (words[0])
        {
            case "post" when rest.Length > 0:
                posted.Add(await here.PostAsync(rest, cancellation));
                break;
            case "wait":
                return await WaitAsync(cancellation);
            case "wall":
                Show(await here.ReadAsync(cancellation).ToListAsync(cancellation), _ => true);
                break;
            case "clock":
                Show(await here.StatusAsync(cancellation));
                break;
            case "fetch" when world.Find(rest) is { } other && other != here:
                return await FetchAsync(other, cancellation);
            case "cut" when world.Find(rest) is { } other && other != here:
                await here.Node.Host.BlockAsync(other.Name);
                break;
            case "mend" when world.Find(rest) is { } other && other != here:
                here.Node.Host.Unblock(other.Name);
                break;
            case "as" when world.Find(rest) is { } centre:
                here = centre;
                break;
            case "help":
                Console.WriteLine(Help);
                break;
            default:
                return $"'{line}' makes no sense:\n{Help}";
        }

        return null;
    }

    private async Task<string?> FetchAsync(DataCentre other, CancellationToken cancellation)
    {
        try
        {
            await here.Node.Host.ExchangeAsync(other.Name, cancellation);
            return null;
        }
        catch (Exception error) when (error is NodeException or ExchangeFailedException)
        {
            return error.Message;
        }
    }

    private async Task<string?> WaitAsync(CancellationToken cancellation)
    {
        var before = await here.ReadAsync(cancellation).Select(entry => entry.Id).ToHashSetAsync(cancellationToken: cancellation);
        var began = Stopwatch.GetTimestamp();
        var heldBack = 0L;
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            var news = here.News();
            var wall = await here.ReadAsync(cancellation).ToListAsync(cancellation);
            if (posted.IsSubsetOf(wall.Select(entry => entry.Id)))
            {
                Show(wall, entry => !before.Contains(entry.Id));
                return null;
            }

            var present = (await here.StatusAsync(cancellation)).HeldBack;
            if (present > heldBack)
            {
                Console.WriteLine($"  held back: {present}, which came before what it depends on");
            }

            heldBack = present;
            await Task.WhenAny(news, Task.Delay(Glance, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }

        return "Not everything has come. If a cable was cut, mail was lost: fetch it from another data centre.";
    }

    private void Show(List<WallEntry> wall, Predicate<WallEntry> which)
    {
        foreach (var entry in wall.Where(entry => which(entry)))
        {
            Console.WriteLine($"  {entry.Message.Author}: {entry.Message.Text}\n      {provenance.Of(entry, wall)}");
        }
    }

    private void Show(ReplicaStatus status)
    {
        foreach (var (replica, stamp) in status.Vector)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"  {world.OfReplica(replica).Name}: {Provenance.TimeOf(new AcceptStamp(stamp).Milliseconds)}, stamp {new AcceptStamp(stamp)}");
            Console.WriteLine(text);
        }

        Console.WriteLine($"  held back: {status.HeldBack}");
    }
}
