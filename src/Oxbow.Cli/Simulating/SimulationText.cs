using System.Globalization;
using Oxbow.Cli.Output;
using Oxbow.Core.Messages;
using Oxbow.Testing;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Reporting;

namespace Oxbow.Cli.Simulating;

/// <summary>What a simulation found, as text.</summary>
internal static class SimulationText
{
    /// <summary>A table of everything that was counted; what never happened stands there as well.</summary>
    public static void WriteSummary(SimulationCounters counters, TimeSpan took)
    {
        List<string[]> rows =
        [
            .. Enum.GetValues<FaultKind>().Select(kind => Row("fault", kind.ToString(), counters[kind])),
            .. Enum.GetValues<Branch>().Select(branch => Row("branch", branch.ToString(), counters[branch])),
            .. Enum.GetValues<RejectionCode>().Select(code => Row("refusal", code.ToString(), counters[code])),
        ];
        Table.Write(["kind", "what", "times"], rows);
        double seconds = Math.Max(0.001, took.TotalSeconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{counters.Seeds:#,0} seeds, {counters.Steps:#,0} steps, {counters.Checked:#,0} checked events in {seconds:0.0} s: {counters.Seeds / seconds:0.0} seeds/s, {counters.Checked / seconds:#,0} checked events/s; at most {counters.MostRoundsToConverge} rounds to converge"));
    }

    /// <summary>The command that runs the same simulation again.</summary>
    public static string CommandOf(SimulationOptions options)
    {
        string command = string.Create(CultureInfo.InvariantCulture, $"oxbow simulate --seed {options.Seed}");
        command += options.MaximumReplicas is { } replicas ? string.Create(CultureInfo.InvariantCulture, $" --replicas {replicas}") : "";
        command += options.Steps is { } steps ? string.Create(CultureInfo.InvariantCulture, $" --steps {steps}") : "";
        return command + (options.Faults is { } faults ? $" --faults {(faults.Count == 0 ? "none" : string.Join(',', faults.Order()))}" : "");
    }

    private static string[] Row(string kind, string what, long times) =>
        [kind, what, times == 0 ? "never" : times.ToString("#,0", CultureInfo.InvariantCulture)];
}
