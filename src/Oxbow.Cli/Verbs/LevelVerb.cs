using System.CommandLine;
using System.Globalization;
using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow level</c>: shows the format level of a database, and raises it.</summary>
internal static class LevelVerb
{
    private const string Raising = """
        Raise the format level of a database:  oxbow level raise 2

        Ask the node of the primary. Every replica that has not retired must execute the level: upgrade all nodes first. It
        cannot be taken back; a node whose software is older executes nothing new from then on.
        """;

    public static Command Create()
    {
        var verb = new Command("level", "Show the format level of a database and what each replica executes:  oxbow level");
        var node = new NodeArguments().AddTo(verb);
        verb.Subcommands.Add(CreateRaise());
        return verb.Does(async (arguments, cancellation) =>
        {
            var status = await node.Client(arguments).StatusAsync(cancellation: cancellation);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"format level {status.Level}, primary {status.PrimaryNode ?? status.PrimaryReplica}"));
            Table.Write(["replica", "node", "executes level"], status.Replicas.Select(Row));
            return ExitCode.Ok;
        });
    }

    private static Command CreateRaise()
    {
        var level = new Argument<int>("LEVEL") { Description = "The level that the database is to have." };
        var verb = new Command("raise", Raising) { level };
        var node = new NodeArguments().AddTo(verb);
        return verb.Does(async (arguments, cancellation) =>
        {
            var raised = await node.Admin(arguments).RaiseLevelAsync(node.Database(arguments), arguments.GetValue(level), cancellation);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"format level {arguments.GetValue(level)} since commit number {raised.CommitNumber}"));
            return ExitCode.Ok;
        });
    }

    private static string[] Row(KnownReplica known) =>
    [
        known.Replica,
        known.Node ?? "-",
        known.SupportedLevel?.ToString(CultureInfo.InvariantCulture) ?? "unknown, counts as 1",
    ];
}
