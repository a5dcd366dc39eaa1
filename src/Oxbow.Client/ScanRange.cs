namespace Oxbow.Client;

/// <summary>Which documents of a collection a scan returns. The default is all of them.</summary>
public sealed record ScanRange
{
    /// <summary>Only keys that begin with this text; null for no such bound.</summary>
    public string? Prefix { get; init; }

    /// <summary>The smallest key, included; null for no bound.</summary>
    public string? From { get; init; }

    /// <summary>The largest key, excluded; null for no bound.</summary>
    public string? To { get; init; }

    /// <summary>The key that the page before named in <see cref="ScanPage.Next"/>; null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>The most documents on a page; null leaves it to the node.</summary>
    public int? Limit { get; init; }

    internal string ToQuery(ReadView view) => new QueryText()
        .Add("prefix", Prefix)
        .Add("from", From)
        .Add("to", To)
        .Add("after", After)
        .Add("limit", Limit)
        .Add("view", view is ReadView.Committed ? "committed" : null)
        .ToString();
}
