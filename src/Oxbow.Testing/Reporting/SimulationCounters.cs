using Oxbow.Core.Messages;
using Oxbow.Testing.Faults;

namespace Oxbow.Testing.Reporting;

/// <summary>How often what happened: faults, branches of the product, refusals, and the size of the work.</summary>
public sealed class SimulationCounters
{
    private readonly long[] faults = new long[Enum.GetValues<FaultKind>().Length];
    private readonly long[] branches = new long[Enum.GetValues<Branch>().Length];
    private readonly long[] refusals = new long[Enum.GetValues<RejectionCode>().Length];

    /// <summary>Seeds run.</summary>
    public long Seeds { get; private set; }

    /// <summary>Steps of the schedule.</summary>
    public long Steps { get; private set; }

    /// <summary>Events that the checkers looked at.</summary>
    public long Checked { get; private set; }

    /// <summary>Most rounds of exchanges that an act two needed until all replicas were equal.</summary>
    public int MostRoundsToConverge { get; private set; }

    /// <summary>How often a fault fired.</summary>
    public long this[FaultKind fault] => faults[(int)fault];

    /// <summary>How often a branch was reached.</summary>
    public long this[Branch branch] => branches[(int)branch];

    /// <summary>How often a replica refused with this code.</summary>
    public long this[RejectionCode code] => refusals[(int)code];

    /// <summary>Adds what another run has counted.</summary>
    public void Add(SimulationCounters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        AddAll(faults, other.faults);
        AddAll(branches, other.branches);
        AddAll(refusals, other.refusals);
        Seeds += other.Seeds;
        Steps += other.Steps;
        Checked += other.Checked;
        MostRoundsToConverge = Math.Max(MostRoundsToConverge, other.MostRoundsToConverge);
    }

    internal void Note(FaultKind fault) => faults[(int)fault]++;

    internal void Note(Branch branch) => branches[(int)branch]++;

    internal void Note(RejectionCode code) => refusals[(int)code]++;

    internal void NoteRounds(int rounds) => MostRoundsToConverge = Math.Max(MostRoundsToConverge, rounds);

    internal void NoteEnd(long steps, long @checked)
    {
        Seeds++;
        Steps += steps;
        Checked += @checked;
    }

    private static void AddAll(long[] sums, long[] more)
    {
        for (int index = 0; index < sums.Length; index++)
        {
            sums[index] += more[index];
        }
    }
}
