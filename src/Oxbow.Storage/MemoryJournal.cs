namespace Oxbow.Storage;

/// <summary>
/// A journal in memory with the promises of a file journal, for tests and experiments in one process: what was
/// synced survives <see cref="Reopen"/>, what was only appended does not.
/// </summary>
public sealed class MemoryJournal : IJournal
{
    private readonly JournalOptions options;
    private readonly List<byte[]> synced;
    private readonly List<byte[]> group = [];
    private bool isRecoveryBegun;
    private bool isRecovered;
    private bool isDisposed;

    /// <summary>An empty journal.</summary>
    /// <param name="options">
    /// Only <see cref="JournalOptions.MaximumBlockBytes"/> counts here; null means the defaults.
    /// </param>
    public MemoryJournal(JournalOptions? options = null)
        : this(options ?? JournalOptions.Default, [])
    {
    }

    private MemoryJournal(JournalOptions options, List<byte[]> synced)
    {
        options.RequireValid();
        this.options = options;
        this.synced = synced;
    }

    /// <summary>
    /// Ends this journal as a crash would, and gives the one that the next start finds: it holds the synced blocks.
    /// </summary>
    public MemoryJournal Reopen()
    {
        isDisposed = true;
        return new MemoryJournal(options, [.. synced]);
    }

    /// <inheritdoc/>
    public bool HasCutTail => false;

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Recover()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (isRecoveryBegun)
        {
            throw new InvalidOperationException("Recover can be called once; reopen the journal to read it again.");
        }

        isRecoveryBegun = true;
        return RecoverBlocks();
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> block)
    {
        RequireRecovered();
        options.RequireLength(block.Length);
        group.Add(block.ToArray());
    }

    /// <inheritdoc/>
    public void Sync()
    {
        RequireRecovered();
        synced.AddRange(group);
        group.Clear();
    }

    /// <summary>Ends this journal; blocks that were not synced are dropped.</summary>
    public void Dispose() => isDisposed = true;

    private IEnumerable<ReadOnlyMemory<byte>> RecoverBlocks()
    {
        foreach (var block in synced)
        {
            yield return block;
        }

        isRecovered = true;
    }

    private void RequireRecovered()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (!isRecovered)
        {
            throw new InvalidOperationException("Enumerate Recover to its end before the first Append or Sync.");
        }
    }
}
