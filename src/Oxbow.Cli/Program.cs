using System.CommandLine;
using Oxbow.Cli.Output;
using Oxbow.Cli.Verbs;

const string Description = """
    Oxbow: a replicated document store that keeps accepting work while links are down.

    See it first:  oxbow demo

    Examples:
      oxbow serve --name paris --data ./paris --create   run a node, with a new database
      oxbow put songs yellow '"http://a.example/1"'   write a document
      oxbow get songs yellow                          read it
      oxbow log                                       the write log: committed, then tentative
      oxbow status --node http://10.0.0.7:4800        another node, its replicas and peers
      oxbow status set http://10.0.0.7:4800 offline   take a node out of service; auto brings it back
      oxbow primary                                   who commits; move the office, or take over from a lost one
      oxbow gateway --node http://10.0.0.7:4800       one address for programs that speak plain HTTP
      oxbow lab script.txt                            try partitions and merges on this machine

    Exit codes: 0 it worked, 1 it did not, 64 the command line makes no sense, 69 the node cannot be reached.
    """;

var root = new RootCommand(Description)
{
    ServeVerb.Create(),
    PutVerb.Create(),
    GetVerb.Create(),
    DeleteVerb.Create(),
    ListVerb.Create(),
    LogVerb.Create(),
    StatusVerb.Create(),
    LevelVerb.Create(),
    EvictVerb.Create(),
    LinkVerb.Create(),
    PrimaryVerb.Create(),
    RetireVerb.Create(),
    GatewayVerb.Create(),
    LabVerb.Create(),
    LabClientVerb.Create(),
    DemoVerb.Create(),
    BenchVerb.Create(),
    SimulateVerb.Create(),
};

var arguments = root.Parse(args.Length is 0 ? ["--help"] : args);
if (arguments.Errors.Count > 0)
{
    foreach (var error in arguments.Errors)
    {
        Console.Error.WriteLine($"oxbow: {error.Message}");
    }

    Console.Error.WriteLine("Try: oxbow --help");
    return ExitCode.Usage;
}

// An interrupted lab has processes to end first.
return await arguments.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
