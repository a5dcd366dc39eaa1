using System.CommandLine;
using System.Globalization;
using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow status</c>: shows what a node says of itself.</summary>
internal static class StatusVerb
{
    public static Command Create()
    {
        var verb = new Command("status", "Show a node, its replicas and its peers:  oxbow status");
        var node = new NodeArguments().AddTo(verb, withDatabase: false);
        verb.Subcommands.Add(StatusSetVerb.Create());
        return verb.Does(async (arguments, cancellation) =>
        {
            var status = await node.Admin(arguments).StatusAsync(cancellation);
            Table.Write(["item", "value"], Rows(status));
            return ExitCode.Ok;
        });
    }

    private static IEnumerable<string[]> Rows(NodeStatus status) =>
    [
        ["node", status.Name],
        ["clients", status.ClientAddress ?? "-"],
        ["peers", status.PeerAddress ?? "-"],
        ["process", status.ProcessId.ToString(CultureInfo.InvariantCulture)],
        ["state", status.StateAutomatic ? status.State : $"{status.State}, set by hand"],
        ["anti-entropy", status.Paused ? "paused" : "running"],
        .. status.Joining.Select(joining => new[] { $"database {joining.Database}", Describe(joining) }),
        .. status.Databases.Select(replica => new[] { $"database {replica.Database}", Describe(replica) }),
        .. status.Peers.Select(peer => new[] { $"peer {peer.Name}", Describe(peer) }),
    ];

    private static string Describe(ReplicaStatus replica) => string.Create(
        CultureInfo.InvariantCulture,
        $"{replica.State}{(replica.Primary ? ", primary" : replica.PrimaryNode is { } primary ? $", primary is {primary}" : "")}, commit number {replica.CommitNumber}, "
        + $"{replica.Tentative} tentative, {(replica.HeldBack > 0 ? $"{replica.HeldBack} held back, " : "")}{(replica.AheadOfClock > 0 ? $"{replica.AheadOfClock} wait for the clock, " : "")}{(replica.CommitsSuspended ? "awaits a peer before it commits, " : "")}"
        + $"{Below(replica)}replica {replica.Replica}, database id {replica.DatabaseId ?? "-"}");

    private static string Describe(JoiningDatabase joining) =>
        $"{joining.State} since {joining.Since:u}{string.Concat(joining.Refusals.Select(refusal => $"; {refusal.Address}: {refusal.Reason}"))}";

    private static string Below(ReplicaStatus replica) => replica.BelowLevel
        ? string.Create(CultureInfo.InvariantCulture, $"below format level {replica.Level}: upgrade this node, it shows commit number {replica.ExecutedNumber}, ")
        : "";

    private static string Describe(PeerStatus peer) =>
        $"{peer.Address ?? "address unknown"}, {(peer.Blocked ? "" : peer.Live ? "live, " : peer.Mailed ? "" : "not connected, ")}{(peer.Mailed ? "mailed, " : "")}{Others(peer)}{LinkText.Describe(peer)}";

    private static string Others(PeerStatus peer) =>
        string.Concat(
            peer.OtherDatabases.Select(other => $"HAS ANOTHER DATABASE {other.Database}: {other.DatabaseId}, "));
}
