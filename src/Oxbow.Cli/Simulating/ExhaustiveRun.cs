using System.Diagnostics;
using System.Globalization;
using Oxbow.Cli.Output;
using Oxbow.Testing.Exhaustive;

namespace Oxbow.Cli.Simulating;

/// <summary>Goes through every state of a small world, and says what it found.</summary>
internal static class ExhaustiveRun
{
    public static int Run(SearchScope scope, CancellationToken cancellation)
    {
        Console.WriteLine(scope);
        var watch = Stopwatch.StartNew();
        var result = ExhaustiveSearch.Run(scope, (depth, found) => Say(depth, found, watch), cancellation);
        Console.WriteLine(TextOf(result, watch.Elapsed));
        if (result.Held)
        {
            Console.WriteLine("every invariant held in every state");
            return ExitCode.Ok;
        }

        if (!result.IsComplete)
        {
            Console.WriteLine("the search ended before every state was seen");
            return ExitCode.Failure;
        }

        Console.WriteLine(result.Message);
        for (var step = 0; step < result.Path.Count; step++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {step + 1,3}  {result.Path[step]}"));
        }

        return result.Invariant switch
        {
            "I10" => ExitCode.SimulationDidNotConverge,
            "crash" => ExitCode.SimulationCrashed,
            _ => ExitCode.SimulationBrokeInvariant,
        };
    }

    private static void Say(int depth, SearchResult found, Stopwatch watch)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"depth {depth}: {found.States:#,0} states, {watch.Elapsed.TotalSeconds:0} s"));
        }
    }

    private static string TextOf(SearchResult result, TimeSpan took) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.States:#,0} distinct states, {result.QuietStates:#,0} of them quiet, all of which converge in at most {result.Rounds} rounds; {result.Transitions:#,0} transitions; depth {result.Depth}; {result.ReplicaStates:#,0} states of single replicas, {result.Turns:#,0} turns of the core; {took.TotalSeconds:0.0} s; after {result.Orphans:#,0} quiet states nobody is the primary");
}
