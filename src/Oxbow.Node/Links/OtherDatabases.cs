using Microsoft.Extensions.Logging;
using Oxbow.Node.Naming;
using Oxbow.Node.Peers;
using Oxbow.Node.Telemetry;

namespace Oxbow.Node.Links;

/// <summary>
/// The peers that have another database of the name of one that is here. Each is warned of once, however often it is
/// dialed, and once more when it comes to have yet another one. Safe for use by several threads.
/// </summary>
internal sealed class OtherDatabases(ILogger logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Peer, string Database), PublicDatabaseId> met = [];

    /// <summary>Those of a peer, by name.</summary>
    public IReadOnlyList<OtherDatabase> Of(string peer)
    {
        lock (gate)
        {
            return [.. met
                .Where(entry => entry.Key.Peer == peer)
                .Select(entry => new OtherDatabase(entry.Key.Database, entry.Value))
                .OrderBy(other => other.Database, StringComparer.Ordinal)];
        }
    }

    /// <summary>Takes note of what a peer has instead of a database.</summary>
    public void Meet(string peer, string database, PublicDatabaseId other, PublicDatabaseId own)
    {
        lock (gate)
        {
            bool isKnown = met.TryGetValue((peer, database), out PublicDatabaseId before);
            if (isKnown ? before == other : met.Count >= PeerTable.MaximumPeers)
            {
                return;
            }

            met[(peer, database)] = other;
            OxbowTelemetry.PeersWithOtherDatabase.Add(isKnown ? 0 : 1, OxbowTelemetry.TagOf(database));
        }

        NodeLogMessages.OtherDatabaseMet(logger, database, peer, other.ToString(), own.ToString());
    }

    /// <summary>The peer has the database that is here: it was set right, if it had another one.</summary>
    public void Forget(string peer, string database)
    {
        lock (gate)
        {
            if (!met.Remove((peer, database)))
            {
                return;
            }

            OxbowTelemetry.PeersWithOtherDatabase.Add(-1, OxbowTelemetry.TagOf(database));
        }

        NodeLogMessages.OtherDatabaseGone(logger, database, peer);
    }

    /// <summary>Ends the count of a node that stops.</summary>
    public void Clear()
    {
        lock (gate)
        {
            foreach ((_, string database) in met.Keys)
            {
                OxbowTelemetry.PeersWithOtherDatabase.Add(-1, OxbowTelemetry.TagOf(database));
            }

            met.Clear();
        }
    }
}
