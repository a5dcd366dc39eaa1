using System.Globalization;
using System.Runtime;

namespace Oxbow.Testing.Tests;

/// <summary>The same seed gives the same run, whatever the runtime does around it.</summary>
public sealed class DeterminismTests
{
    public static TheoryData<long> Seeds => [.. Enumerable.Range(300, 12).Select(seed => (long)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_seed_gives_one_trace_hash(long seed)
    {
        SimulationResult first = Simulation.Run(seed);
        SimulationResult second = Simulation.Run(new SimulationOptions { Seed = seed, WithTrace = true });
        Assert.Equal((first.TraceHash, first.Verdict, first.Counters.Checked), (second.TraceHash, second.Verdict, second.Counters.Checked));
        Assert.NotEmpty(second.Trace);
    }

    [Fact]
    public void Culture_collector_and_thread_change_nothing()
    {
        const long Seed = 77;
        ulong expected = Simulation.Run(Seed).TraceHash;
        ulong other = 0;
        Thread thread = new(() =>
        {
            CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NegativeSign = "minus ";
            culture.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = culture;
            GCLatencyMode before = GCSettings.LatencyMode;
            GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
            other = Simulation.Run(Seed).TraceHash;
            GCSettings.LatencyMode = before;
        });
        thread.Start();
        thread.Join();
        Assert.Equal(expected, other);
    }

    [Fact]
    public void Hashes_stay_the_same_between_releases() =>
        Assert.Equal(KnownHash, Simulation.Run(new SimulationOptions { Seed = 1, Steps = 60, Faults = new HashSet<Faults.FaultKind>() }).TraceHash);

    /// <summary>
    /// Changes with the schedule or the bytes of messages, never from one start, machine or runtime to another.
    /// </summary>
    private const ulong KnownHash = 2606201687520670200;
}
