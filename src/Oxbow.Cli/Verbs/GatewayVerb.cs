using System.CommandLine;
using System.Net;
using Oxbow.Cli.Gateway;
using Oxbow.Cli.Output;
using Oxbow.Cli.Serving;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow gateway</c>: one address for programs that speak plain HTTP, in front of several nodes.</summary>
internal static class GatewayVerb
{
    private const string Text = """
        Put one address in front of several nodes:

          oxbow gateway --node http://10.0.0.7:4800 --node http://10.0.0.8:4800

        It forwards the client API (/db/... and /state) to active nodes, to overloaded ones when no active one is
        left, keeps a session at its node as long as that is not offline, and goes on while one node lives. It
        repeats reads, writes that no node has seen, and writes with an Idempotency-Key. It keeps nothing: run as
        many as you like. Nodes that the given ones know are used as well.
        """;

    public static Command Create()
    {
        var nodes = new Option<string[]>("--node") { Description = "Client address of a node; can be repeated.", HelpName = "URL", Required = true };
        var listen = new Option<string>("--listen") { Description = "Where clients come. Port 0: any free one.", HelpName = "IP:PORT", DefaultValueFactory = _ => "127.0.0.1:4900" };
        var given = new Option<bool>("--these-nodes-alone") { Description = "Use no other nodes than the given ones." };
        var untilStdinCloses = new Option<bool>("--until-stdin-closes") { Description = "End when standard input ends." };
        var verb = new Command("gateway", Text) { nodes, listen, given, untilStdinCloses };
        return verb.Does(async (arguments, cancellation) =>
        {
            var options = new OxbowClientOptions
            {
                Nodes = [.. arguments.GetValue(nodes)!.Select(NodeArguments.Address)],
                DiscoversNodes = !arguments.GetValue(given),
            };
            await using var gateway = await GatewayServer.StartAsync(Endpoint(arguments.GetValue(listen)!), options, cancellation);
            Console.WriteLine(gateway.Address.GetLeftPart(UriPartial.Authority));
            await EndAsync(arguments.GetValue(untilStdinCloses), cancellation);
            return ExitCode.Ok;
        });
    }

    private static IPEndPoint Endpoint(string text) =>
        text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endpoint)
            ? endpoint
            : throw new UsageException($"--listen {text}: give an IP address and a port, such as 127.0.0.1:4900; port 0 lets the system choose.");

    private static async Task EndAsync(bool atInputEnd, CancellationToken cancellation)
    {
        var told = new TaskCompletionSource();
        await using var registration = cancellation.Register(told.SetResult);
        await (atInputEnd ? Task.WhenAny(told.Task, InputEnd.WaitAsync()) : told.Task);
    }
}
