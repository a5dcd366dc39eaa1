using Oxbow.Node.Errors;

namespace Oxbow.Node.Databases;

/// <summary>The end of a client's patience: its time, the client's leaving, or the node's.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource time;
    private readonly CancellationTokenSource any;
    private readonly CancellationToken serving;
    private readonly CancellationToken client;

    public Deadline(TimeSpan wait, TimeProvider provider, CancellationToken serving, CancellationToken client)
    {
        time = new(wait, provider);
        this.serving = serving;
        this.client = client;
        any = CancellationTokenSource.CreateLinkedTokenSource(time.Token, serving, client);
        if (wait <= TimeSpan.Zero)
        {
            time.Cancel();
        }
    }

    /// <summary>True when the wait is over, whatever the reason.</summary>
    public bool IsOver => any.IsCancellationRequested;

    /// <summary>Cancelled when the wait is over.</summary>
    public CancellationToken Token => any.Token;

    /// <summary>Waits for the task or the end of the wait, whichever comes first. Never throws.</summary>
    public async Task WaitAsync(Task task) =>
        await task.WaitAsync(any.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Throws when somebody gave up, rather than the time being up.</summary>
    /// <param name="requireServing">Says why the node serves no more.</param>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    public void ThrowIfGivenUp(Action requireServing)
    {
        client.ThrowIfCancellationRequested();
        if (serving.IsCancellationRequested)
        {
            requireServing();
            throw new OverloadedException("The node is stopping, or was offline for a moment: try again, or turn to another one.");
        }
    }

    public void Dispose()
    {
        any.Dispose();
        time.Dispose();
    }
}
