using Oxbow.Core.Replicas;
using Oxbow.Core.Sizes;
using Oxbow.Storage;
using Oxbow.Testing.Randomness;

namespace Oxbow.Testing.Faults;

/// <summary>
/// What a seed draws for a whole run: sizes, settings of the product, which faults happen and how often. Seeds
/// differ more from one another than one run with everything on would differ from the next.
/// </summary>
internal sealed class SwarmPlan
{
    private static readonly FaultKind[] Rare =
    [
        FaultKind.RestoreOlderCopy, FaultKind.CloneFolder, FaultKind.Rot, FaultKind.MisdirectedWrite, FaultKind.Wipe, FaultKind.ClockFarAhead,
    ];

    private static readonly FaultKind[] Forgetting =
    [
        FaultKind.RestoreOlderCopy, FaultKind.CloneFolder, FaultKind.Rot, FaultKind.MisdirectedWrite, FaultKind.Wipe,
        FaultKind.TakeOver, FaultKind.PrimaryLost, FaultKind.Eviction,
    ];

    /// <summary>
    /// What operators do about the authority to commit, and why: drawn apart, so that other seeds stay what they are.
    /// </summary>
    private static readonly FaultKind[] OfAuthority = [FaultKind.TakeOver, FaultKind.PrimaryMoved, FaultKind.PrimaryLost];

    /// <summary>
    /// In some seeds replicas come and go all the time: how often in a thousand steps one comes, and one goes.
    /// </summary>
    private const int ComingAndGoingWeight = 40;

    /// <summary>
    /// In some seeds memories are lost again and again: how often in a thousand steps by each kind of fault.
    /// </summary>
    private const int ForgettingWeight = 12;

    /// <summary>In some seeds disks spoil again and again.</summary>
    private const int SpoilingWeight = 10;

    /// <summary>In a calm seed little else happens.</summary>
    private const int CalmWeight = 20;

    /// <summary>The highest format level of any software in a run.</summary>
    public const int HighestLevel = 2;

    private const int MostReplicas = 6;
    private const int MostSteps = 800;

    private readonly List<(FaultKind Kind, int Weight)> faults = [];
    private readonly IReadOnlySet<FaultKind>? allowed;
    private readonly SeededRandom levels;
    private readonly int authorityPerThousand;
    private readonly int evictionsPerThousand;
    private int totalWeight;

    /// <param name="seed">The seed.</param>
    /// <param name="maximumReplicas">Most replicas at a time; null: as drawn.</param>
    /// <param name="steps">Steps of act one; null: as drawn.</param>
    /// <param name="allowed">Kinds of faults that may happen; null: all.</param>
    /// <param name="hasApplication">
    /// Whether an application works on the replicas, which expects what a release promises.
    /// </param>
    public SwarmPlan(long seed, int? maximumReplicas, int? steps, IReadOnlySet<FaultKind>? allowed, bool hasApplication)
    {
        this.allowed = allowed;
        SeededRandom draw = new(seed, 1);
        Choices = new(seed, 2);
        Network = new(seed, 3);
        Disks = new(seed, 4);
        Workload = new(seed, 5);
        FaultChoices = new(seed, 6);
        Checks = new(seed, 7);
        Extras = new(seed, 8);
        (SeededRandom habits, SeededRandom sizes, SeededRandom inner) = (new(seed, 9), new(seed, 11), new(seed, 16));
        int replicas = draw.Between(2, MostReplicas);
        int drawnSteps = draw.Between(150, MostSteps);
        MaximumReplicas = maximumReplicas ?? replicas;
        MostProcesses = 2 * MaximumReplicas;
        Steps = steps ?? drawnSteps;
        Replica = new()
        {
            BatchBytes = draw.Pick([1024, 1024, 2048, 16 * 1024, 256 * 1024]),
            WindowBatches = draw.Pick([1, 1, 2, 4, 64]),
            MaximumClockAhead = TimeSpan.FromSeconds(draw.Pick([1, 10, 3600])),
            MaximumHeldBack = Extras.Pick([0, 1, 3, 1024]),
            RequestWindow = TimeSpan.FromSeconds(new SeededRandom(seed, 14).Pick([1, 60, 604_800, 604_800])),
            MaximumHeldBackBytes = sizes.Pick([100, 1000, 16 * 1024 * 1024, 16 * 1024 * 1024]),
            RecoveryChunkRecords = sizes.Pick([1, 2, 5, 4096]),
            ExecutionBudget = new SeededRandom(seed, 17).Pick([1, 2, 5, 2048, 2048]),
            Sizes = DrawSizes(inner),
        };
        Journal = new()
        {
            SegmentBytes = draw.Pick([256, 512, 4096, 64 * 1024]),
            ReserveBytes = draw.Pick([0, 100, 1024, 8192]),
        };
        JournalBlockBytes = inner.Pick([1, 100, 1024 * 1024, 1024 * 1024]);
        DeliverWeight = draw.Between(20, 70);
        TurnWeight = draw.Between(5, 40);
        ClientWeight = draw.Between(3, 30);
        DialWeight = draw.Between(1, 10);
        TurnsAtOncePerThousand = draw.Pick([0, 300, 800, 1000]);
        LivePerThousand = draw.Pick([0, 200, 500, 900]);
        PrimaryDialPerThousand = draw.Pick([1000, 1000, 300, 30]);
        MostLinks = draw.Between(2, 14);
        StepMicroseconds = draw.Pick([2, 200, 2_000, 200_000, 20_000_000]);
        KeyCount = draw.Between(1, 12);
        LargestValueBytes = draw.Pick([4, 20, 200, 900]);
        SessionsMovePerThousand = draw.Pick([0, 50, 500]);
        RestartPerThousand = draw.Between(5, 100);
        MailPerThousand = Extras.Pick([0, 0, 200, 600]);
        KeyedPerThousand = Extras.Pick([0, 0, 100, 700]);
        ConditionPerThousand = Extras.Pick([0, 0, 0, 200]);
        DrawFaults(draw);
        (Authority, levels) = (new(seed, 12), new(seed, 13));
        authorityPerThousand = DrawAuthority();
        (Evictions, evictionsPerThousand) = DrawEvictions(new(seed, 15));
        HasLevels = !hasApplication && levels.Happens(300);
        AddHabits(draw, habits);
        SeededRandom calm = new(seed, 10);
        if (calm.Happens(250))
        {
            CalmDown(calm, maximumReplicas, steps);
        }
    }

    /// <summary>Kinds of faults by which no disk forgets what it had confirmed.</summary>
    public static IReadOnlySet<FaultKind> KindsThatForgetNothing =>
        Enum.GetValues<FaultKind>().Except(Forgetting).ToHashSet();

    /// <summary>Whether software of two format levels takes part.</summary>
    public bool HasLevels { get; }

    public SeededRandom Choices { get; }

    public SeededRandom Network { get; }

    public SeededRandom Disks { get; }

    public SeededRandom Workload { get; }

    public SeededRandom FaultChoices { get; }

    public SeededRandom Checks { get; }

    /// <summary>For what came later: a seed that draws none of it runs as it did before.</summary>
    public SeededRandom Extras { get; }

    public int MaximumReplicas { get; private set; }

    /// <summary>Most processes that there ever are.</summary>
    public int MostProcesses { get; private set; }

    public int Steps { get; private set; }

    public ReplicaOptions Replica { get; private set; }

    public JournalOptions Journal { get; }

    /// <summary>About how many bytes of records go into one block of the journal.</summary>
    public int JournalBlockBytes { get; }

    public int DeliverWeight { get; }

    public int TurnWeight { get; private set; }

    public int ClientWeight { get; private set; }

    public int DialWeight { get; private set; }

    /// <summary>How often an input is worked on before the next one can arrive.</summary>
    public int TurnsAtOncePerThousand { get; private set; }

    public int LivePerThousand { get; }

    /// <summary>
    /// How often a link that would reach the primary is really opened: small numbers make long tentative tails.
    /// </summary>
    public int PrimaryDialPerThousand { get; private set; }

    public int MostLinks { get; private set; }

    /// <summary>About how much time passes in a step.</summary>
    public int StepMicroseconds { get; }

    public int KeyCount { get; }

    public int LargestValueBytes { get; private set; }

    public int SessionsMovePerThousand { get; }

    public int RestartPerThousand { get; private set; }

    /// <summary>How often a link is opened for direct mail.</summary>
    public int MailPerThousand { get; private set; }

    /// <summary>How often a write has an idempotency key.</summary>
    public int KeyedPerThousand { get; }

    /// <summary>How often a write has a condition.</summary>
    public int ConditionPerThousand { get; }

    /// <summary>
    /// Memories are lost early: who holds least is copied first, and who finds out that it forgot something, or has got
    /// a new id, starts again at once with its clock set back, before it has learned more.
    /// </summary>
    public bool ForgetsYoung { get; private set; }

    /// <summary>How often a turn is followed by a comparison with the naive reference.</summary>
    public static int DeepChecksPerThousand => 10;

    /// <summary>The format level that software executes which is started now.</summary>
    public int DrawLevel() => HasLevels && levels.Happens(700) ? HighestLevel : 1;

    /// <summary>Whether a client asks for something of the higher level, or for the level itself.</summary>
    public bool DrawsLevel(int perThousand) => HasLevels && levels.Happens(perThousand);

    public bool IsAllowed(FaultKind kind) => allowed is null || allowed.Contains(kind);

    /// <summary>
    /// What happens to the authority to commit in this step; null in most steps, and in most seeds in all of them.
    /// </summary>
    public FaultKind? DrawAuthorityFault() =>
        Authority.Happens(authorityPerThousand) && Authority.Pick(OfAuthority) is var kind && IsAllowed(kind)
            ? kind
            : null;

    /// <summary>Choices around the authority to commit.</summary>
    public SeededRandom Authority { get; }

    /// <summary>Whether somebody is evicted in this step.</summary>
    public bool DrawEviction() => Evictions.Happens(evictionsPerThousand) && IsAllowed(FaultKind.Eviction);

    /// <summary>Choices around evictions.</summary>
    public SeededRandom Evictions { get; }

    /// <summary>The fault of this step; null in most steps.</summary>
    public FaultKind? DrawFault()
    {
        int drawn = FaultChoices.Below(1000);
        foreach ((FaultKind kind, int weight) in drawn < totalWeight ? faults : [])
        {
            drawn -= weight;
            if (drawn < 0)
            {
                return IsAllowed(kind) ? kind : null;
            }
        }

        return null;
    }

    /// <summary>Which faults happen, and how often.</summary>
    private void DrawFaults(SeededRandom draw)
    {
        foreach (FaultKind kind in Enum.GetValues<FaultKind>().Except(OfAuthority).Except([FaultKind.Eviction]))
        {
            bool isOn = draw.Happens(Array.IndexOf(Rare, kind) >= 0 ? 120 : 450);
            int weight = draw.Between(1, Array.IndexOf(Rare, kind) >= 0 ? 5 : 16);
            if (isOn)
            {
                faults.Add((kind, weight));
                totalWeight += weight;
            }
        }
    }

    /// <summary>How often in a thousand steps somebody is evicted.</summary>
    private static (SeededRandom Choices, int PerThousand) DrawEvictions(SeededRandom draw) =>
        (draw, draw.Happens(200) ? draw.Pick([2, 6, 20]) : 0);

    /// <summary>
    /// Drawn apart, so that other seeds stay what they are: most of these sizes decide when something happens, not
    /// what.
    /// </summary>
    private static CoreSizes DrawSizes(SeededRandom draw) => new()
    {
        BlockItems = draw.Pick([1, 2, 4, 512]),
        CompactionEntries = draw.Pick([1, 3, 16, 1024]),
        RememberedAhead = draw.Pick([1, 3, 65_536, 65_536]),
        RememberedPassedOver = draw.Pick([1, 3, 65_536, 65_536]),
        RememberedClocksApart = draw.Pick([0, 1, 1_000, 1_000]),
    };

    /// <summary>How often in a thousand steps something happens to the authority to commit.</summary>
    private int DrawAuthority()
    {
        if (!Authority.Happens(300))
        {
            return 0;
        }

        if (Authority.Happens(500))
        {
            // Who learns of an epoch piece by piece passes through those before it.
            Replica = Replica with { BatchBytes = 1024, WindowBatches = 1 };
        }

        return Authority.Pick([2, 6, 20]);
    }

    /// <summary>Makes what is rare common in some seeds.</summary>
    private void AddHabits(SeededRandom draw, SeededRandom habits)
    {
        if (draw.Happens(250))
        {
            MostProcesses *= 4;
            AddMuch(ComingAndGoingWeight, FaultKind.Join, FaultKind.Retire);
            if (draw.Happens(500))
            {
                // Who sends slowly learns of much while it sends.
                Replica = Replica with { BatchBytes = 1024, WindowBatches = 1 };
                LargestValueBytes = 900;
            }
        }

        if (draw.Happens(200))
        {
            AddMuch(ForgettingWeight, FaultKind.RestoreOlderCopy, FaultKind.CloneFolder);

            // Where there is mail, a loss is to be found by it as well, which needs time.
            if (MailPerThousand == 0 && habits.Happens(600))
            {
                ForgetsYoung = IsAllowed(FaultKind.ClockJumpBack) && IsAllowed(FaultKind.Restart);
                AddMuch(ForgettingWeight, FaultKind.ClockJumpForward);
            }
        }

        if (draw.Happens(80))
        {
            AddMuch(SpoilingWeight, FaultKind.Rot, FaultKind.MisdirectedWrite);
        }
    }

    /// <summary>
    /// Nothing is cut short: many links at work at once, replicas that come and go, and perhaps lost memories, but none
    /// of the faults that end a link. What takes several links and some time to go wrong is rare in every other seed.
    /// </summary>
    private void CalmDown(SeededRandom draw, int? maximumReplicas, int? steps)
    {
        faults.Clear();
        totalWeight = 0;
        Steps = steps ?? MostSteps;
        MaximumReplicas = maximumReplicas ?? MostReplicas;
        (DialWeight, MostLinks) = (20, 30);
        TurnWeight = 5;
        TurnsAtOncePerThousand = 800;
        PrimaryDialPerThousand = 1000;
        MostProcesses = 8 * MaximumReplicas;
        RestartPerThousand = 200;
        AddMuch(CalmWeight, FaultKind.Join, FaultKind.Retire);
        switch (draw.Below(3))
        {
            case 0:
                SendSlowly();
                break;
            case 1:
                // What was forgotten is found out by mail as well.
                MailPerThousand = 600;
                AddMuch(CalmWeight, FaultKind.RestoreOlderCopy, FaultKind.CloneFolder);
                break;
            default:
                // Who seldom meets anybody finds out late what it forgot.
                MailPerThousand = 0;
                (DialWeight, MostLinks) = (5, 14);
                ForgetsYoung = draw.Happens(700) && IsAllowed(FaultKind.ClockJumpBack) && IsAllowed(FaultKind.Restart);
                AddMuch(CalmWeight, FaultKind.RestoreOlderCopy, FaultKind.CloneFolder, FaultKind.Restart, FaultKind.ClockJumpForward);
                break;
        }
    }

    /// <summary>Who sends slowly learns of much while it sends: of replicas that have come and gone.</summary>
    private void SendSlowly()
    {
        Replica = Replica with { BatchBytes = 1024, WindowBatches = 1 };
        LargestValueBytes = 900;
        ClientWeight = 10;
        MailPerThousand = 0;
        AddMuch(CalmWeight, FaultKind.Join, FaultKind.Retire);
    }

    private void AddMuch(int weight, params ReadOnlySpan<FaultKind> kinds)
    {
        foreach (FaultKind kind in kinds)
        {
            faults.Add((kind, weight));
            totalWeight += weight;
        }
    }
}
