namespace Oxbow.Testing.Clocks;

/// <summary>Time as nobody in the simulation knows it; moves only when told.</summary>
internal sealed class TrueTime
{
    private static readonly long Start = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    /// <summary>Ticks of 100 nanoseconds since year 1.</summary>
    public long Ticks { get; private set; } = Start;

    public DateTimeOffset Now => new(Ticks, TimeSpan.Zero);

    public TimeSpan SinceStart => TimeSpan.FromTicks(Ticks - Start);

    public void Pass(TimeSpan duration) => Ticks += duration.Ticks;

    public void PassTo(long ticks) => Ticks = Math.Max(Ticks, ticks);
}
