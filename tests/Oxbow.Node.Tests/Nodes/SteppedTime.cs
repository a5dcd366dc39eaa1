namespace Oxbow.Node.Tests.Nodes;

/// <summary>
/// Real time, but whoever asks for it waits for the test: lets the thread of a database run turn by turn.
/// </summary>
internal sealed class SteppedTime : TimeProvider, IDisposable
{
    private readonly SemaphoreSlim began = new(0);
    private readonly SemaphoreSlim mayGoOn = new(0);
    private volatile bool isHeld;
    private volatile bool isBroken;

    public override DateTimeOffset GetUtcNow()
    {
        if (isHeld)
        {
            began.Release();
            mayGoOn.Wait();
        }

        return isBroken ? throw new TimeZoneNotFoundException("The clock is broken.") : base.GetUtcNow();
    }

    /// <summary>From now on every turn waits at its begin, with what it has taken.</summary>
    public void Hold() => isHeld = true;

    /// <summary>Ends when a turn has begun.</summary>
    public Task TurnBeginsAsync(CancellationToken patience) => began.WaitAsync(patience);

    /// <summary>Lets the turn that has begun go on; ends when the next one has begun.</summary>
    public Task EndTurnAsync(CancellationToken patience)
    {
        mayGoOn.Release();
        return TurnBeginsAsync(patience);
    }

    /// <summary>Lets all go on.</summary>
    public void Release()
    {
        isHeld = false;
        mayGoOn.Release();
    }

    /// <summary>Lets all go on and fails them: a bug, to the database.</summary>
    public void Break()
    {
        isBroken = true;
        Release();
    }

    public void Dispose()
    {
        began.Dispose();
        mayGoOn.Dispose();
    }
}
