namespace Oxbow.Testing.Exhaustive;

/// <summary>A clock that stands still, a little off the true time.</summary>
internal sealed class FrozenTime(int offSeconds) : TimeProvider
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now.AddSeconds(offSeconds);
}
