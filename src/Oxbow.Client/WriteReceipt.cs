namespace Oxbow.Client;

/// <summary>The receipt of a write that a replica has accepted: it is in the replica's log and on its disk.</summary>
public sealed class WriteReceipt
{
    /// <summary>How long one question for the fate waits. A node between may cut longer ones.</summary>
    private static readonly TimeSpan WaitPerQuestion = TimeSpan.FromSeconds(25);

    private readonly IOxbowDatabase database;

    /// <summary>Makes a receipt, for those who implement <see cref="IOxbowDatabase"/>.</summary>
    /// <param name="database">Where the write can be asked for.</param>
    /// <param name="accepted">What was known of it when it was accepted.</param>
    public WriteReceipt(IOxbowDatabase database, WriteResult accepted)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        this.database = database;
        Accepted = accepted;
    }

    /// <summary>The write's id, good at every replica.</summary>
    public string Write => Accepted.Write;

    /// <summary>What was known of the write when it was accepted; its outcome can change until it is committed.</summary>
    public WriteResult Accepted { get; }

    /// <summary>
    /// Waits until the write is committed: its place in the order and its outcome are then final. That takes a
    /// path to the primary, over any number of replicas and at any time; so give a token that ends the wait.
    /// </summary>
    /// <param name="cancellation">Ends the wait; the write goes its way all the same.</param>
    /// <exception cref="OxbowException">The replica cannot be reached, or refuses.</exception>
    public async Task<WriteResult> CommittedAsync(CancellationToken cancellation = default)
    {
        WriteResult? known = Accepted;
        while (known is not { State: WriteState.Committed })
        {
            known = await database.FateAsync(Write, WaitPerQuestion, cancellation).ConfigureAwait(false);
        }

        return known;
    }
}
