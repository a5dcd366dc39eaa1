namespace Oxbow.Node.Tests.Nodes;

/// <summary>Real time, but whoever asks for it can be made to wait: stops the thread of a database in its turn.</summary>
internal sealed class HeldTime : TimeProvider, IDisposable
{
    private readonly ManualResetEventSlim open = new(initialState: true);
    private readonly SemaphoreSlim held = new(0);

    public override DateTimeOffset GetUtcNow()
    {
        if (!open.IsSet)
        {
            held.Release();
            open.Wait();
        }

        return base.GetUtcNow();
    }

    public void Hold() => open.Reset();

    /// <summary>Ends when somebody waits.</summary>
    public Task SomebodyWaitsAsync() => held.WaitAsync();

    public void Release() => open.Set();

    public void Dispose()
    {
        open.Dispose();
        held.Dispose();
    }
}
