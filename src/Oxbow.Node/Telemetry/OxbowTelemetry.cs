using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Oxbow.Node.Telemetry;

/// <summary>The one meter and the one source of traces of Oxbow; collect both by the name <see cref="Name"/>.</summary>
public static class OxbowTelemetry
{
    /// <summary>Name of the meter and of the source of traces.</summary>
    public const string Name = "Oxbow";

    /// <summary>Tag with the name of the database.</summary>
    public const string DatabaseTag = "oxbow.database";

    private static readonly Meter Meter = new(Name);

    /// <summary>Traces: <c>oxbow.exchange</c> and <c>oxbow.session.wait</c>.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Seconds that a turn of a database took, its fsync included.</summary>
    internal static Histogram<double> TurnDuration { get; } = Meter.CreateHistogram<double>("oxbow.turn.duration", "s", "Time a turn of a database takes, its fsync included.");

    /// <summary>Requests and messages that shared one turn, and so one fsync.</summary>
    internal static Histogram<int> TurnInputs { get; } = Meter.CreateHistogram<int>("oxbow.turn.inputs", "{input}", "Requests and messages that share a turn, and so an fsync.");

    /// <summary>Requests refused because a mailbox was full or a database had stopped.</summary>
    internal static Counter<long> RequestsRefused { get; } = Meter.CreateCounter<long>("oxbow.requests.refused", "{request}", "Requests refused because there was no room for them.");

    /// <summary>Requests that had to wait for writes of their session.</summary>
    internal static Counter<long> SessionWaits { get; } = Meter.CreateCounter<long>("oxbow.session.waits", "{request}", "Requests that waited for writes of their session.");

    /// <summary>Records that exchanges moved; tag <c>oxbow.direction</c> is <c>sent</c> or <c>received</c>.</summary>
    internal static Counter<long> ExchangeRecords { get; } = Meter.CreateCounter<long>("oxbow.exchange.records", "{record}", "Records that exchanges moved.");

    /// <summary>Peers that have another database of the same name.</summary>
    internal static UpDownCounter<int> PeersWithOtherDatabase { get; } = Meter.CreateUpDownCounter<int>(
        "oxbow.peers.other_database", "{peer}", "Peers that have another database of the same name.");

    /// <summary>Databases that wait for a peer to grant a replica.</summary>
    internal static UpDownCounter<int> DatabasesJoining { get; } = Meter.CreateUpDownCounter<int>(
        "oxbow.databases.joining", "{database}", "Databases that wait for a peer to grant a replica.");

    /// <summary>Streams of changes that are open.</summary>
    public static UpDownCounter<int> ChangeStreams { get; } = Meter.CreateUpDownCounter<int>("oxbow.change.streams", "{stream}", "Streams of changes that are open.");

    internal static KeyValuePair<string, object?> TagOf(string database) => new(DatabaseTag, database);
}
