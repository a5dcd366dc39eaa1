using System.Globalization;
using Oxbow.Client;
using Spectre.Console;

namespace Oxbow.Cli.Demo;

/// <summary>Shows the demo to a person.</summary>
internal sealed class DemoScreen(IAnsiConsole console)
{
    public void Say(string text) => console.MarkupLine(text);

    public void Title(string text)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{Markup.Escape(text)}[/]").LeftJustified());
    }

    /// <summary>A row for each song, a column for each replica; tentative values are marked.</summary>
    public async Task ShowSongsAsync(IReadOnlyList<DemoReplica> replicas, CancellationToken cancellation)
    {
        var held = await Task.WhenAll(replicas.Select(replica => DemoScene.SongsAsync(replica, cancellation)));
        var table = new Table().Border(TableBorder.Rounded).AddColumn("song");
        foreach (var replica in replicas)
        {
            table.AddColumn(Markup.Escape(replica.Name));
        }

        foreach (var song in held.SelectMany(documents => documents).Select(document => document.Key).Distinct().Order(StringComparer.Ordinal))
        {
            table.AddRow([Markup.Escape(song), .. held.Select(documents => Cell(documents.FirstOrDefault(document => document.Key == song)))]);
        }

        console.Write(table);
        console.MarkupLine("[green]committed[/]  [yellow]tentative ~[/]  [grey]- not there[/]");
    }

    /// <summary>The agreed order as one replica tells it.</summary>
    public async Task ShowLogAsync(DemoReplica replica, IReadOnlyList<DemoReplica> all, CancellationToken cancellation)
    {
        var statuses = await Task.WhenAll(all.Select(one => one.Client.StatusAsync(cancellation)));
        var names = all.Zip(statuses).ToDictionary(pair => pair.Second.Replica, pair => pair.First.Name, StringComparer.Ordinal);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("commit", "write", "accepted by", "outcome");
        await foreach (var entry in replica.Client.LogAsync(cancellation: cancellation))
        {
            var number = entry.CommitNumber?.ToString(CultureInfo.InvariantCulture) ?? "tentative";
            var origin = entry.Write[(entry.Write.IndexOf('@', StringComparison.Ordinal) + 1)..];
            table.AddRow(number, Markup.Escape(Describe(entry)), Markup.Escape(names.GetValueOrDefault(origin, origin)), entry.Outcome ?? "");
        }

        console.Write(table);
    }

    /// <summary>What proves that the replicas are equal.</summary>
    /// <returns>True when they are.</returns>
    public async Task<bool> ShowEqualityAsync(IReadOnlyList<DemoReplica> replicas, CancellationToken cancellation)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("replica", "commits", "tentative", "hash");
        var statuses = await Task.WhenAll(replicas.Select(replica => replica.Client.StatusAsync(cancellation)));
        foreach (var (replica, status) in replicas.Zip(statuses))
        {
            var role = status.Primary ? " (primary)" : "";
            table.AddRow(
                Markup.Escape(replica.Name + role),
                status.CommitNumber.ToString(CultureInfo.InvariantCulture),
                status.Tentative.ToString(CultureInfo.InvariantCulture),
                status.Hash ?? "");
        }

        console.Write(table);
        return statuses.Select(status => (status.CommitNumber, status.Tentative, status.Hash)).Distinct().Count() == 1;
    }

    private static string Cell(ScannedDocument? document) => document switch
    {
        null => "[grey]-[/]",
        { State: WriteState.Committed } => $"[green]{Markup.Escape(document.Value.ToString())}[/]",
        _ => $"[yellow]{Markup.Escape(document.Value.ToString())} ~[/]",
    };

    private static string Describe(LogEntry entry) => entry.Updates is { Count: > 0 } updates
        ? string.Join(", ", updates.Select(update => update.IsDelete ? $"delete {update.Key}" : $"put {update.Key} = {update.Put}"))
        : $"{entry.Kind} of a replica";
}
