using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Oxbow.Cli.Output;
using Oxbow.Cli.Simulating;
using Oxbow.Testing;
using Oxbow.Testing.Exhaustive;
using Oxbow.Testing.Faults;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow simulate</c>: breaks simulated replicas and checks that they keep their promises.</summary>
internal static class SimulateVerb
{
    public static Command Create()
    {
        var seed = new Option<long?>("--seed") { Description = "Run one seed." };
        var trace = new Option<bool>("--trace") { Description = "Print one line for each event of that seed." };
        var replicas = new Option<int?>("--replicas") { Description = "Most replicas at a time, for one seed." };
        var steps = new Option<int?>("--steps") { Description = "Steps of act one, for one seed." };
        var faults = new Option<string?>("--faults") { Description = "Kinds of faults that may happen, with commas, or none; for one seed." };
        var first = new Option<long?>("--first") { Description = "The first of many seeds; without it they begin at a random one." };
        var seeds = new Option<long>("--seeds") { Description = "How many seeds to run. Default: 1000.", DefaultValueFactory = _ => 1000 };
        var minutes = new Option<double?>("--minutes") { Description = "Run seeds for so many minutes instead." };
        var workers = new Option<int>("--workers") { Description = "How many seeds to run at a time. Default: one for each processor.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var keepGoing = new Option<bool>("--keep-going") { Description = "Go on after a seed has failed, and list all that failed." };
        var exhaustive = new Option<string?>("--exhaustive") { Description = "Instead of seeds, see every state that three replicas can come to; without a value or with 3,1,1,1: at most 3 writes, 1 crash, 1 retirement, 1 hand-off; a fifth number is for take-overs.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Command("simulate", "Break simulated replicas and check every promise:  oxbow simulate --seeds 1000")
        {
            seed, trace, replicas, steps, faults, first, seeds, minutes, workers, keepGoing, exhaustive,
        };
        return verb.Does((arguments, cancellation) => Task.FromResult(arguments.GetResult(exhaustive) is not null
            ? ExhaustiveRun.Run(ScopeFrom(arguments.GetValue(exhaustive)), cancellation)
            : arguments.GetValue(seed) is { } one
            ? RunOne(new()
            {
                Seed = one,
                MaximumReplicas = arguments.GetValue(replicas),
                Steps = arguments.GetValue(steps),
                Faults = FaultsFrom(arguments.GetValue(faults)),
                WithTrace = arguments.GetValue(trace),
            })
            : RunMany(
                new(arguments.GetValue(first) ?? Random.Shared.NextInt64(1, 1_000_000_000), arguments.GetValue(minutes) is null ? arguments.GetValue(seeds) : long.MaxValue / 2)
                {
                    KeepsGoing = arguments.GetValue(keepGoing),
                },
                arguments.GetValue(minutes),
                Math.Max(1, arguments.GetValue(workers)),
                cancellation)));
    }

    private static SearchScope ScopeFrom(string? text)
    {
        if (text is null)
        {
            return SearchScope.Full;
        }

        int[] numbers = [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 15 ? number : -1)];
        return numbers is [>= 0, >= 0, >= 0, >= 0] or [>= 0, >= 0, >= 0, >= 0, >= 0]
            ? SearchScope.Full with { Writes = numbers[0], Crashes = numbers[1], Retirements = numbers[2], HandOffs = numbers[3], TakeOvers = numbers.ElementAtOrDefault(4) }
            : throw new UsageException($"'{text}' is no scope: give writes, crashes, retirements, hand-offs and perhaps take-overs, each 0 to 15, such as 2,1,1,1 or 1,1,0,0,1.");
    }

    private static HashSet<FaultKind>? FaultsFrom(string? text) => text switch
    {
        null => null,
        "none" => [],
        _ => [.. text.Split(',').Select(name => Enum.TryParse(name, ignoreCase: true, out FaultKind kind)
            ? kind
            : throw new UsageException($"There is no fault '{name}'; there are: {string.Join(", ", Enum.GetNames<FaultKind>())}."))],
    };

    private static int RunOne(SimulationOptions options)
    {
        Console.WriteLine($"seed {options.Seed}");
        var watch = Stopwatch.StartNew();
        var result = Simulation.Run(options);
        foreach (var line in result.Trace)
        {
            Console.WriteLine(line);
        }

        if (!options.WithTrace)
        {
            SimulationText.WriteSummary(result.Counters, watch.Elapsed);
        }

        return Report(result);
    }

    private static int RunMany(SeedRange range, double? minutes, int workers, CancellationToken cancellation)
    {
        Console.WriteLine($"first seed {range.First}");
        var watch = Stopwatch.StartNew();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (minutes is { } limit)
        {
            end.CancelAfter(TimeSpan.FromMinutes(limit));
        }

        IReadOnlyList<SimulationResult> failures;
        using (new SimulationProgress(range, minutes, watch))
        {
            failures = range.Run(workers, end.Token);
        }

        SimulationText.WriteSummary(range.Sum(), watch.Elapsed);
        if (failures.Count == 0)
        {
            Console.WriteLine($"every invariant held; the seeds were {range.First} to {range.First + range.Done - 1}");
            return ExitCode.Ok;
        }

        foreach (var failure in failures)
        {
            Console.WriteLine($"seed {failure.Options.Seed} failed: {failure.Message}");
        }

        Console.WriteLine($"making seed {failures[0].Options.Seed} smaller ...");
        return Report(Shrinker.Shrink(failures[0]));
    }

    private static int Report(SimulationResult result)
    {
        if (result.Verdict == Verdict.Held)
        {
            Console.WriteLine($"seed {result.Options.Seed} held, trace hash {result.TraceHash:x16}");
            return ExitCode.Ok;
        }

        Console.WriteLine($"{result.Verdict}: {result.Message}");
        Console.WriteLine($"replay: {SimulationText.CommandOf(result.Options)} --trace");
        Console.WriteLine($"seed {result.Options.Seed} failed, trace hash {result.TraceHash:x16}");
        return result.Verdict switch
        {
            Verdict.DidNotConverge => ExitCode.SimulationDidNotConverge,
            Verdict.InvariantBroken => ExitCode.SimulationBrokeInvariant,
            _ => ExitCode.SimulationCrashed,
        };
    }
}
