using System.CommandLine;
using Oxbow.Cli.Demo;
using Oxbow.Cli.Lab;
using Oxbow.Cli.Output;
using Spectre.Console;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow demo</c>: shows in a few seconds what Oxbow does.</summary>
internal static class DemoVerb
{
    public static Command Create() =>
        new Command("demo", "See a partition and a merge, with three replicas on this machine:  oxbow demo")
            .Does((_, cancellation) => RunAsync(cancellation));

    private static async Task<int> RunAsync(CancellationToken cancellation)
    {
        try
        {
            await using DemoScene scene = new();
            DemoScreen screen = new(AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            }));
            var equal = await new DemoStory(scene, screen).TellAsync(cancellation);
            screen.Say(equal
                ? "All three are equal. Write scripts of your own for [bold]oxbow lab[/], or start a node with [bold]oxbow serve[/]."
                : "[red]The replicas differ, which must never happen: please report it.[/]");
            return equal ? ExitCode.Ok : ExitCode.Failure;
        }
        catch (LabFailureException error)
        {
            Console.Error.WriteLine($"oxbow demo: {error.Message}");
            return ExitCode.Failure;
        }
    }
}
