using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Oxbow.Core.Identity;
using Oxbow.Core.Replicas;
using Oxbow.Node.Dialing;
using Oxbow.Node.Errors;
using Oxbow.Node.Links;
using Oxbow.Node.Naming;
using Oxbow.Node.Peers;
using Oxbow.Node.Telemetry;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Joining;

/// <summary>The databases of a node that wait until a peer grants a replica of them.</summary>
internal sealed class JoiningDatabases(
    LinkPolicyOptions links,
    ReplicaOptions replicaOptions,
    ReplicaDescription description,
    ITransport transport,
    Dialer dialer,
    PeerTable peers,
    LinkAdmission gate,
    TimeProvider time,
    ILogger logger)
{
    private readonly ConcurrentDictionary<string, Joiner> joiners = new(StringComparer.Ordinal);

    /// <summary>How each stands, by name.</summary>
    public IReadOnlyList<JoinProgress> All =>
        [.. joiners.Values.Select(joiner => joiner.Progress).OrderBy(
            progress => progress.Database, StringComparer.Ordinal)];

    /// <summary>How one stands; null when none of that name waits.</summary>
    public JoinProgress? Find(string database) => joiners.GetValueOrDefault(database)?.Progress;

    /// <summary>Asks for a replica of a database until one is granted.</summary>
    /// <param name="database">Its name.</param>
    /// <param name="addresses">Whom to ask first; then the peers that are known.</param>
    /// <param name="meant">Which database it has to be; null for any.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NodeException">Nobody granted one in the time that there is.</exception>
    public async Task<ReplicaIdentity> JoinAsync(
        string database, IReadOnlyList<string> addresses, PublicDatabaseId? meant, CancellationToken cancellation)
    {
        Joiner joiner = new(
            database, addresses, meant, links, replicaOptions, description, transport, dialer, peers, gate, time, logger);
        joiners[database] = joiner;
        OxbowTelemetry.DatabasesJoining.Add(1, OxbowTelemetry.TagOf(database));
        try
        {
            return await joiner.JoinAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            OxbowTelemetry.DatabasesJoining.Add(-1, OxbowTelemetry.TagOf(database));
            joiners.TryRemove(database, out _);
        }
    }
}
