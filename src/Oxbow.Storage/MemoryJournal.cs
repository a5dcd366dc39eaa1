namespace Oxbow.Storage;

/// <summary>
/// A journal in memory with the promises of a file journal, for tests and experiments in one process: what was
/// synced survives <see cref="Reopen"/>, what was only appended does not.
/// </summary>
public sealed class MemoryJournal : IJournal
{
    private readonly JournalOptions _options;
    private readonly List<byte[]> _synced;
    private readonly List<byte[]> _group = [];
    private bool _isRecoveryBegun;
    private bool _isRecovered;
    private bool _isDisposed;

    /// <summary>An empty journal.</summary>
    /// <param name="options">Only <see cref="JournalOptions.MaximumBlockBytes"/> counts here; null means the defaults.</param>
    public MemoryJournal(JournalOptions? options = null)
        : this(options ?? JournalOptions.Default, [])
    {
    }

    private MemoryJournal(JournalOptions options, List<byte[]> synced)
    {
        options.RequireValid();
        _options = options;
        _synced = synced;
    }

    /// <summary>
    /// Ends this journal as a crash would, and gives the one that the next start finds: it holds the synced blocks.
    /// </summary>
    public MemoryJournal Reopen()
    {
        _isDisposed = true;
        return new MemoryJournal(_options, [.. _synced]);
    }

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Recover()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isRecoveryBegun)
        {
            throw new InvalidOperationException("Recover can be called once; reopen the journal to read it again.");
        }

        _isRecoveryBegun = true;
        return RecoverBlocks();
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> block)
    {
        RequireRecovered();
        _options.RequireLength(block.Length);
        _group.Add(block.ToArray());
    }

    /// <inheritdoc/>
    public void Sync()
    {
        RequireRecovered();
        _synced.AddRange(_group);
        _group.Clear();
    }

    /// <summary>Ends this journal; blocks that were not synced are dropped.</summary>
    public void Dispose() => _isDisposed = true;

    private IEnumerable<ReadOnlyMemory<byte>> RecoverBlocks()
    {
        foreach (var block in _synced)
        {
            yield return block;
        }

        _isRecovered = true;
    }

    private void RequireRecovered()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_isRecovered)
        {
            throw new InvalidOperationException("Enumerate Recover to its end before the first Append or Sync.");
        }
    }
}
