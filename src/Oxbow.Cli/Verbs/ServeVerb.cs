using System.CommandLine;
using Oxbow.Cli.Serving;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow serve</c>: runs a node.</summary>
internal sealed class ServeVerb
{
    private const string Text = """
        Run a node:  oxbow serve --name paris --data /var/lib/oxbow --create

        The first node of a database creates it (--create) and is its primary. Every other one joins it: it asks those
        that --join and --peer name until one grants a replica, however long that takes. Afterwards each accepts
        reads and writes alone and catches up when links are up. A node whose data folder holds the database
        already goes on from there. One without data that is told neither stops. Say --create the first time only:
        a primary that has lost its disk must join the others, and not begin a second database of the name.

        A second node on the same machine:
          oxbow serve --name oslo --data ./oslo --listen 127.0.0.1:4810 --peer-listen 127.0.0.1:4811
                      --join 127.0.0.1:4801 --peer paris=127.0.0.1:4801

        Every option but --create can stand in a JSON file (--config; members name, data, databases, databaseId,
        listen, peerListen, peerAddress, clientAddress, join, peers, paused, liveLinks, directMail, requestRate, exchangeEverySeconds,
        withoutPrimary, log) or in the environment (OXBOW_NAME, OXBOW_DATA, OXBOW_DATABASES, OXBOW_DATABASE_ID, OXBOW_LISTEN,
        OXBOW_PEER_LISTEN, OXBOW_PEER_ADDRESS, OXBOW_CLIENT_ADDRESS, OXBOW_JOIN, OXBOW_PEERS, OXBOW_PAUSED, OXBOW_LIVE_LINKS,
        OXBOW_DIRECT_MAIL, OXBOW_REQUEST_RATE, OXBOW_EXCHANGE_EVERY_SECONDS, OXBOW_WITHOUT_PRIMARY, OXBOW_LOG; lists
        with commas).
        An option wins over the environment, the environment over the file.

        Exit codes: 0 told to end, or retired; 64 bad arguments, or no data and neither --create nor anybody to join;
        65 damaged data, or those of another database than --database-id says; 69 the address is taken; 70 a bug;
        73 the data folder is in use; 74 the disk failed.
        """;

    private readonly Option<string?> name = new("--name") { Description = "The node's name, unlike that of every other node.", HelpName = "NAME" };
    private readonly Option<string?> data = new("--data") { Description = "Folder for the data, created when missing.", HelpName = "FOLDER" };
    private readonly Option<string[]> databases = new("--database") { Description = "A database to host; can be repeated. Default: main.", HelpName = "NAME" };
    private readonly Option<string?> listen = new("--listen") { Description = "Where clients come. Default: 127.0.0.1:4800. Port 0: any free one.", HelpName = "IP:PORT" };
    private readonly Option<string?> peerListen = new("--peer-listen") { Description = "Where other nodes come. Default: 127.0.0.1:4801.", HelpName = "IP:PORT" };
    private readonly Option<string?> peerAddress = new("--peer-address") { Description = "What other nodes dial, if not what --peer-listen says.", HelpName = "HOST:PORT" };
    private readonly Option<string?> clientAddress = new("--client-address") { Description = "Where gateways and clients are told to come, if not what --listen says; needed with --listen 0.0.0.0:PORT.", HelpName = "URL" };
    private readonly Option<bool> create = new("--create") { Description = "Make a database that is not here yet; this node is its primary then. Say it the first time only: without it a node whose data is gone stops instead of beginning anew." };
    private readonly Option<string?> databaseId = new("--database-id") { Description = "Which database it has to be, as oxbow status shows it: data of another one is not opened, and another one is not joined. Not for one that is created.", HelpName = "HEX" };
    private readonly Option<string[]> join = new("--join") { Description = "Peer address of a node to join; can be repeated. They are asked in turn, then the peers, until one grants a replica.", HelpName = "HOST:PORT" };
    private readonly Option<string[]> peers = new("--peer") { Description = "Another node to exchange with; can be repeated.", HelpName = "NAME=HOST:PORT" };
    private readonly Option<bool> paused = new("--paused") { Description = "Start with anti-entropy paused." };
    private readonly Option<int?> liveLinks = new("--live-links") { Description = "To how many peers to keep a link that carries new writes at once. Default: 2.", HelpName = "N" };
    private readonly Option<bool> directMail = new("--direct-mail") { Description = "Send new writes also straight to every peer; one that overtakes what it depends on waits there." };
    private readonly Option<int?> requestRate = new("--request-rate") { Description = "Most requests a second of one client address. Default: 0, no limit.", HelpName = "N" };
    private readonly Option<double?> exchangeEvery = new("--exchange-every") { Description = "Seconds between two exchanges with a random other peer. Default: 2.", HelpName = "SECONDS" };
    private readonly Option<bool> withoutPrimary = new("--without-primary") { Description = "Give a database that is created here no primary: nothing is ever committed, the later write wins." };
    private readonly Option<string?> log = new("--log") { Description = "What to log on standard error: debug, information, warning (default), error, none.", HelpName = "LEVEL" };
    private readonly Option<string?> config = new("--config") { Description = "A JSON file with settings.", HelpName = "FILE" };
    private readonly Option<string?> readyFile = new("--ready-file") { Description = "Written when the node is ready, with its process and addresses.", HelpName = "FILE" };
    private readonly Option<bool> untilStdinCloses = new("--until-stdin-closes") { Description = "End when standard input ends." };

    public static Command Create()
    {
        var options = new ServeVerb();
        var verb = new Command("serve", Text)
        {
            options.name, options.data, options.databases, options.listen, options.peerListen, options.peerAddress,
            options.clientAddress, options.create, options.databaseId, options.join, options.peers, options.paused, options.liveLinks, options.directMail, options.requestRate,
            options.exchangeEvery, options.withoutPrimary, options.log, options.config, options.readyFile, options.untilStdinCloses,
        };
        return verb.Does(options.RunAsync);
    }

    private Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var settings = Said(arguments).Or(SettingsEnvironment.Read());
        if (arguments.GetValue(config) is { } file)
        {
            settings = settings.Or(SettingsFile.Read(file));
        }

        var run = new ServerRun(
            ServerSetup.Options(settings),
            ServerSetup.LogLevel(settings),
            arguments.GetValue(readyFile),
            arguments.GetValue(untilStdinCloses));
        return run.ExecuteAsync(cancellation);
    }

    private ServeSettings Said(ParseResult arguments) => new()
    {
        Name = arguments.GetValue(name),
        Data = arguments.GetValue(data),
        Databases = List(arguments, databases),
        Listen = arguments.GetValue(listen),
        PeerListen = arguments.GetValue(peerListen),
        PeerAddress = arguments.GetValue(peerAddress),
        ClientAddress = arguments.GetValue(clientAddress),
        Create = arguments.GetValue(create) ? true : null,
        DatabaseId = arguments.GetValue(databaseId),
        Join = List(arguments, join),
        Peers = List(arguments, peers),
        Paused = arguments.GetValue(paused) ? true : null,
        LiveLinks = arguments.GetValue(liveLinks),
        DirectMail = arguments.GetValue(directMail) ? true : null,
        RequestRate = arguments.GetValue(requestRate),
        ExchangeEverySeconds = arguments.GetValue(exchangeEvery),
        WithoutPrimary = arguments.GetValue(withoutPrimary) ? true : null,
        Log = arguments.GetValue(log),
    };

    private static string[]? List(ParseResult arguments, Option<string[]> option) =>
        arguments.GetValue(option) is { Length: > 0 } texts ? texts : null;
}
