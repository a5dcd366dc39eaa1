using System.CommandLine;
using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow link</c>: cuts a link, restores it, or makes it as poor as a far one.</summary>
internal sealed class LinkVerb
{
    private const string Text = """
        Cut a link between two nodes, or make it slow or lossy, to see how a system does:
          oxbow link http://127.0.0.1:4800 http://127.0.0.1:4810 --delay 2s --jitter 200ms

        A and B are client addresses of the nodes. Both ends are told, so a question and its answer take twice the
        delay; --one-way tells A alone, about what A sends to B. What no option says stays as it is; without
        options the link is shown. Everything is in force until it is changed, or the node ends.

        More:
          oxbow link A B --loss 5% --bandwidth 1MB/s    a poor line
          oxbow link A B --block                        nothing passes any more
          oxbow link A B --restore                      it passes again, as slowly as before
          oxbow link A B --delay 0 --jitter 0 --loss 0 --bandwidth 0

        What is lost is sent again, which takes three times the delay; direct mail (oxbow serve --direct-mail)
        that is lost is gone, and an exchange brings it later. Nodes wait 10 s for an answer: with delays near
        that, links end before they have carried anything.
        """;

    private readonly Argument<string> first = new("A") { Description = "Client address of a node, such as http://127.0.0.1:4800." };
    private readonly Argument<string> second = new("B") { Description = "Client address of another one." };
    private readonly Option<string?> delay = new("--delay") { Description = "How much longer everything takes.", HelpName = "TIME" };
    private readonly Option<string?> jitter = new("--jitter") { Description = "Up to this much is added to the delay at random; the order is kept.", HelpName = "TIME" };
    private readonly Option<string?> loss = new("--loss") { Description = "How much is lost.", HelpName = "PERCENT" };
    private readonly Option<string?> bandwidth = new("--bandwidth") { Description = "How much fits through.", HelpName = "BYTES/s" };
    private readonly Option<bool> block = new("--block") { Description = "Let nothing pass, in either direction." };
    private readonly Option<bool> restore = new("--restore") { Description = "Undo --block." };
    private readonly Option<bool> oneWay = new("--one-way") { Description = "Tell A alone." };

    public static Command Create()
    {
        var options = new LinkVerb();
        var verb = new Command("link", Text)
        {
            options.first, options.second, options.delay, options.jitter, options.loss, options.bandwidth,
            options.block, options.restore, options.oneWay,
        };
        return verb.Does(options.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var change = Change(arguments);
        var a = new OxbowAdmin(NodeArguments.Address(arguments.GetValue(first)!));
        var b = new OxbowAdmin(NodeArguments.Address(arguments.GetValue(second)!));
        var nameOfA = (await a.StatusAsync(cancellation)).Name;
        var nameOfB = (await b.StatusAsync(cancellation)).Name;
        if (nameOfA == nameOfB)
        {
            throw new UsageException($"Both addresses lead to a node named {nameOfA}: a link is between two.");
        }

        if (change != new LinkChange())
        {
            await a.SetLinkAsync(nameOfB, change, cancellation);
            if (!arguments.GetValue(oneWay))
            {
                await b.SetLinkAsync(nameOfA, change, cancellation);
            }
        }

        Table.Write(["from", "to", "link"], [await RowAsync(a, nameOfB, cancellation), await RowAsync(b, nameOfA, cancellation)]);
        return ExitCode.Ok;
    }

    private LinkChange Change(ParseResult arguments) => new()
    {
        Blocked = (arguments.GetValue(block), arguments.GetValue(restore)) switch
        {
            (true, true) => throw new UsageException("Either --block or --restore."),
            (false, false) => null,
            (var isBlocked, _) => isBlocked,
        },
        Delay = QuantityText.Time("--delay", arguments.GetValue(delay)),
        Jitter = QuantityText.Time("--jitter", arguments.GetValue(jitter)),
        Loss = QuantityText.Share("--loss", arguments.GetValue(loss)),
        BytesPerSecond = QuantityText.BytesPerSecond("--bandwidth", arguments.GetValue(bandwidth)),
    };

    private static async Task<string[]> RowAsync(OxbowAdmin from, string to, CancellationToken cancellation)
    {
        var status = await from.StatusAsync(cancellation);
        var peer = status.Peers.FirstOrDefault(peer => peer.Name == to);
        return [status.Name, to, peer is null ? "not known" : LinkText.Describe(peer)];
    }
}
