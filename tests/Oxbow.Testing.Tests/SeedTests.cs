using System.Globalization;
using Oxbow.Core.Messages;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Tests;

/// <summary>Every promise is kept in a sample of simulated worlds, and in every one that ever broke it.</summary>
public sealed class SeedTests
{
    private const int FixedSeeds = 300;

    /// <summary>Seeds that failed once; the file says how.</summary>
    public static TheoryData<long> Regressions =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "regressions.txt"))
            .Select(line => line.Split('#')[0].Trim())
            .Where(line => line.Length > 0)
            .Select(line => long.Parse(line, CultureInfo.InvariantCulture)),
    ];

    [Theory]
    [MemberData(nameof(Regressions))]
    public void A_seed_that_failed_once_holds(long seed) => RequireHeld(Simulation.Run(seed));

    [Fact]
    public void Every_invariant_holds_in_a_sample_of_seeds()
    {
        SeedRange range = new(1_000_000, FixedSeeds);
        Assert.All(range.Run(Environment.ProcessorCount, TestContext.Current.CancellationToken), RequireHeld);
        Assert.Equal(FixedSeeds, range.Done);
        Assert.True(range.Sum().Checked > 100 * FixedSeeds, "The checkers saw hardly anything.");
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.True(range.Sum()[kind] > 0, $"{kind} never happened."));
        Assert.All(Reached, branch => Assert.True(range.Sum()[branch] > 0, $"{branch} was never reached."));
        Assert.All(Refused, code => Assert.True(range.Sum()[code] > 0, $"Nobody refused with {code}."));
    }

    /// <summary>What clients, mail and strangers have to bring about in any sample.</summary>
    private static IReadOnlyList<Branch> Reached { get; } =
    [
        Branch.DirectMailSent, Branch.WriteHeldBack, Branch.WriteReleased, Branch.RequestAnsweredAgain, Branch.RepeatedWriteCommitted,
        Branch.ConditionHeld, Branch.UnknownWriteTaken, Branch.UnknownWriteForwarded, Branch.AwaitedPeer,
        Branch.LevelRaised, Branch.CommittedBelowLevel,
    ];

    private static IReadOnlyList<RejectionCode> Refused { get; } =
    [
        RejectionCode.OtherDatabase, RejectionCode.OtherVersion, RejectionCode.Hole, RejectionCode.PreconditionFailed, RejectionCode.RequestKeyReused,
        RejectionCode.BelowLevel, RejectionCode.LevelNotSupported, RejectionCode.LevelTooLow,
    ];

    private static void RequireHeld(SimulationResult result) =>
        Assert.True(result.Verdict == Verdict.Held, $"oxbow simulate --seed {result.Options.Seed} --trace: {result.Message}");
}
