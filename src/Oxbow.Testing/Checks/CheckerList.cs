using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>The checkers of a simulation, one for each invariant that can be watched moment by moment.</summary>
internal static class CheckerList
{
    public static IReadOnlyList<Checker> Make(World world) =>
    [
        new AtMostOnceChecker(),
        new RequestKeyChecker(world),
        new StampChecker(),
        new PrefixChecker(),
        new CausalClosureChecker(),
        new MailChecker(world),
        new CommitNumberChecker(world),
        new RefusalChecker(world),
        new DenseCommitsChecker(),
        new CausalCommitChecker(),
        new CommittedAgreementChecker(),
        new MonotoneCommitsChecker(world),
        new EpochChecker(world),
        new InventionChecker(),
        new QuarantineChecker(world),
        new WithdrawalChecker(world),
        new EvictionChecker(),
        new RemadeChecker(world),
        new RetirementChecker(world),
        new CreationChecker(world),
        new OneCommitterChecker(),
        new LevelChecker(),
        new FateChecker(),
        new DurabilityChecker(world),
        new ExchangeChecker(world),
        new ClockChecker(),
        new BoundsChecker(world.Plan.Replica),
        new BranchWatch(world),
    ];
}
