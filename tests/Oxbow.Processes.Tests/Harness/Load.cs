namespace Oxbow.Processes.Tests.Harness;

/// <summary>Writers at work.</summary>
internal sealed class Load : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task writing;
    private int remaining;

    /// <summary>Sets writers to work.</summary>
    /// <param name="writers">Each with the node that it writes to.</param>
    /// <param name="acknowledgements">After how many <see cref="Reached"/> ends.</param>
    public Load(IEnumerable<(Writer Writer, NodeProcess Node)> writers, int acknowledgements)
    {
        remaining = acknowledgements;
        writing = Task.WhenAll(writers.Select(pair => pair.Writer.WriteAsync(pair.Node.Client, Count, stop.Token)));
    }

    public Task Reached => reached.Task;

    /// <summary>Lets what is under way end, and no more begin.</summary>
    public async Task EndAsync()
    {
        await stop.CancelAsync();
        await writing;
    }

    public void Dispose() => stop.Dispose();

    private void Count()
    {
        if (Interlocked.Decrement(ref remaining) == 0)
        {
            reached.SetResult();
        }
    }
}
