using System.CommandLine;
using System.Globalization;
using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow evict</c>: ends a replica whose node is lost for good.</summary>
internal static class EvictVerb
{
    private const int CounterBits = 16;

    private const string Help = """
        End a replica whose node is lost for good, on its behalf:  oxbow evict oslo --yes

        Ask any other node; it counts once the primary has committed it. From then on nobody waits for the replica, also
        not to raise the format level. Should its node come back it takes a new id by itself, and what it had accepted and
        not sent is made again: nothing is lost. A node that lives is retired instead (oxbow retire); for a primary let
        another node take over first (oxbow primary take-over).
        """;

    public static Command Create()
    {
        var replica = new Argument<string>("REPLICA") { Description = "The name of its node, or its id." };
        var yes = new Option<bool>("--yes") { Description = "Do it. Without this it is only said what would happen." };
        var verb = new Command("evict", Help) { replica };
        var node = new NodeArguments().AddTo(verb);
        verb.Options.Add(yes);
        return verb.Does(async (arguments, cancellation) =>
        {
            var status = await node.Client(arguments).StatusAsync(cancellation: cancellation);
            if (Find(status, arguments.GetValue(replica)!) is not { } evicted)
            {
                return ExitCode.Failure;
            }

            if (!arguments.GetValue(yes))
            {
                Console.WriteLine(AtStake(status, evicted));
                return ExitCode.Failure;
            }

            var eviction = await node.Admin(arguments).EvictAsync(status.Database, evicted.Replica, cancellation);
            Console.WriteLine(eviction.CommitNumber is { } number
                ? string.Create(CultureInfo.InvariantCulture, $"{NameOf(evicted)} is evicted since commit number {number}")
                : $"{NameOf(evicted)} is evicted as soon as the primary commits {eviction.Write}");
            return ExitCode.Ok;
        });
    }

    private static KnownReplica? Find(ReplicaStatus status, string text)
    {
        KnownReplica[] found = [.. status.Replicas.Where(known => known.Replica == text || known.Node == text)];
        if (found.Length == 1)
        {
            return found[0];
        }

        Console.Error.WriteLine(found.Length == 0
            ? $"No replica '{text}' is known that has not left. These are:"
            : $"Several replicas are of a node '{text}': name one of them by its id.");
        Table.Write(["replica", "node", "last write known"], status.Replicas.Select(known => Row(status, known)));
        return null;
    }

    private static string[] Row(ReplicaStatus status, KnownReplica known) =>
        [known.Replica, known.Node ?? "-", LastWrite(status, known)];

    private static string AtStake(ReplicaStatus status, KnownReplica evicted) => $"""
        Nothing was changed. An eviction of {NameOf(evicted)} would
          - end the replica: what it has accepted up to {LastWrite(status, evicted)} is known here;
          - make again, under other ids, what others hold of it and nobody has committed;
          - let its node, should it come back, take a new id by itself and make again what it had not sent.
        To evict it:  oxbow evict {evicted.Replica} --yes
        """;

    private static string NameOf(KnownReplica known) => known.Node is { } node ? $"{node} ({known.Replica})" : known.Replica;

    private static string LastWrite(ReplicaStatus status, KnownReplica known) =>
        status.Vector.FirstOrDefault(entry => entry.Replica == known.Replica) is { } entry
            ? DateTimeOffset.FromUnixTimeMilliseconds(entry.Stamp >> CounterBits).ToString("u", CultureInfo.InvariantCulture)
            : "never";
}
