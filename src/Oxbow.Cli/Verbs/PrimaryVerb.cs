using System.CommandLine;
using System.Globalization;
using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow primary</c>: who commits, and what to do when that is to be another one.</summary>
internal static class PrimaryVerb
{
    public static Command Create()
    {
        var verb = new Command("primary", "Show who commits in a database:  oxbow primary");
        var node = new NodeArguments().AddTo(verb);
        verb.Subcommands.Add(CreateMove());
        verb.Subcommands.Add(CreateTakeOver());
        return verb.Does(async (arguments, cancellation) =>
        {
            Show(await node.Admin(arguments).PrimaryAsync(node.Database(arguments), cancellation));
            return ExitCode.Ok;
        });
    }

    private static Command CreateMove()
    {
        var to = new Option<string>("--to") { Description = "The client address of the node that is to be the primary.", HelpName = "URL", Required = true };
        var verb = new Command(
            "move",
            "Hand the office of the primary to another node; both go on:  oxbow primary move --to http://10.0.0.7:4800");
        var node = new NodeArguments().AddTo(verb);
        verb.Options.Add(to);
        return verb.Does(async (arguments, cancellation) =>
        {
            var database = node.Database(arguments);
            var heir = await new OxbowAdmin(NodeArguments.Address(arguments.GetValue(to)!)).PrimaryAsync(database, cancellation);
            Show(await node.Admin(arguments).MovePrimaryAsync(database, heir.Replica, cancellation));
            return ExitCode.Ok;
        });
    }

    private static Command CreateTakeOver()
    {
        var yes = new Option<bool>("--yes") { Description = "Do it. Without this it is only said what would happen." };
        var verb = new Command(
            "take-over",
            "Make a node the primary because the present one is lost for good:  oxbow primary take-over --node http://10.0.0.7:4800 --yes");
        var node = new NodeArguments().AddTo(verb);
        verb.Options.Add(yes);
        return verb.Does(async (arguments, cancellation) =>
        {
            var admin = node.Admin(arguments);
            var present = await admin.PrimaryAsync(node.Database(arguments), cancellation);
            var status = await admin.StatusAsync(cancellation);
            if (arguments.GetValue(yes))
            {
                Show(await admin.TakeOverPrimaryAsync(present.Database, present.Primary, cancellation));
                return ExitCode.Ok;
            }

            Show(present);
            Console.WriteLine(AtStake(present, status));
            return ExitCode.Failure;
        });
    }

    private static void Show(PrimaryStatus status) => Table.Write(
        ["item", "value"],
        [
            ["database", status.Database],
            ["primary", status.IsHere ? $"{status.Primary}, this node" : status.Primary],
            ["this replica", status.Replica],
            ["epoch", status.Epoch.ToString(CultureInfo.InvariantCulture)],
            ["commit number", status.CommitNumber.ToString(CultureInfo.InvariantCulture)],
            ["tentative", status.Tentative.ToString(CultureInfo.InvariantCulture)],
        ]);

    private static string AtStake(PrimaryStatus present, NodeStatus status)
    {
        string[] unheard = [.. status.Peers.Where(peer => !peer.Live).Select(peer => peer.Name)];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""

            Nothing was changed. A take-over would
              - commit the {present.Tentative} tentative writes of this node, after commit number {present.CommitNumber};
              - make every commit beyond {present.CommitNumber} that only {present.Primary} or others know tentative again, once they hear of it.
                No write is lost: they are committed anew, perhaps in another order, and readers of the committed view may see values change.
            Not connected at the moment: {(unheard.Length == 0 ? "none" : string.Join(", ", unheard))}. Who knows more commits than this node is better fit to take over.
            If {present.Primary} lives and can be reached, let it hand over instead:  oxbow primary move --node ITS-ADDRESS --to THIS-ADDRESS
            To take over:  oxbow primary take-over --yes
            """);
    }
}
