namespace Oxbow.Testing.Clocks;

/// <summary>The clock of one node: what it makes of true time.</summary>
internal sealed class SimulatedClock(TrueTime time) : TimeProvider
{
    private long offsetTicks;
    private long setAt = time.Ticks;
    private DateTimeOffset? frozenAt;

    /// <summary>How many millionths faster than true time it runs.</summary>
    public long DriftPerMillion { get; private set; }

    public bool IsFrozen => frozenAt is not null;

    public override DateTimeOffset GetUtcNow() => frozenAt
        ?? new DateTimeOffset(time.Ticks + offsetTicks + ((time.Ticks - setAt) / 1_000_000 * DriftPerMillion), TimeSpan.Zero);

    public void Jump(TimeSpan distance) => Set((GetUtcNow() + distance).UtcTicks - time.Ticks, DriftPerMillion);

    public void Drift(long perMillion) => Set(GetUtcNow().UtcTicks - time.Ticks, perMillion);

    public void Freeze() => frozenAt = GetUtcNow();

    public void SetRight() => Set(0, 0);

    private void Set(long offset, long drift)
    {
        frozenAt = null;
        offsetTicks = offset;
        DriftPerMillion = drift;
        setAt = time.Ticks;
    }
}
