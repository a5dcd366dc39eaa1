using System.CommandLine;
using CausalWall;

const string Description = """
    A wall in three data centres. Ann (Lisbon) and Bob (Oslo) write on it, Chie (Tokyo) reads along. Every message is
    mailed straight to the other two, and travels as fast as the cable is long; an answer that overtakes its question
    is held back until the question is there.

    Type help for the commands.
    """;

var script = new Option<string?>("--script") { Description = "Read the commands from a file.", HelpName = "FILE" };
var speed = new Option<double>("--kilometres-per-second") { Description = "How fast messages travel.", HelpName = "NUMBER", DefaultValueFactory = _ => 6_000 };
var root = new RootCommand(Description) { script, speed };
root.SetAction(async (arguments, cancellation) =>
{
    if (arguments.GetValue(speed) is not (>= 2_000 and <= 200_000))
    {
        Console.Error.WriteLine("causal-wall: messages travel 2000 to 200000 kilometres a second, the latter being light in a cable.");
        return 1;
    }

    var file = arguments.GetValue(script);
    if (file is not null && !File.Exists(file))
    {
        Console.Error.WriteLine($"causal-wall: there is no script {file}.");
        return 1;
    }

    await using var world = await World.OpenAsync(arguments.GetValue(speed), cancellation);
    using var input = file is null ? Console.In : new StreamReader(file);
    return await new Prompt(world, input, isScript: file is not null || Console.IsInputRedirected).RunAsync(cancellation) ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
