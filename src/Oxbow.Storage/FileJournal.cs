using Oxbow.Storage.Files;
using Oxbow.Storage.Segments;

namespace Oxbow.Storage;

/// <summary>
/// A journal in the files of one folder, which it holds for this process alone. See <c>docs/storage.md</c> for
/// the format and for what is promised.
/// </summary>
public sealed class FileJournal : IJournal
{
    private readonly IJournalFiles _files;
    private readonly JournalOptions _options;
    private readonly GroupBuffer _group = new();
    private bool _isRecoveryBegun;
    private bool _isDisposed;
    private SegmentWriter? _writer;
    private long _nextBlockIndex;
    private JournalFailedException? _failure;

    private FileJournal(IJournalFiles files, JournalOptions options)
    {
        _files = files;
        _options = options;
    }

    /// <summary>Opens the journal in a folder, which is created when it is missing, and takes the folder's lock.</summary>
    /// <exception cref="ArgumentException">The options have faults; lists all.</exception>
    /// <exception cref="FolderInUseException">Another process holds the folder.</exception>
    /// <exception cref="IOException">The folder cannot be created or opened.</exception>
    public static FileJournal Open(string folder, JournalOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        options.RequireValid();
        return new FileJournal(DiskFolder.Take(folder), options);
    }

    /// <summary>Opens the journal on other files than those of the operating system; they are disposed with it.</summary>
    /// <exception cref="ArgumentException">The options have faults; lists all.</exception>
    public static FileJournal Open(IJournalFiles files, JournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        options.RequireValid();
        return new FileJournal(files, options);
    }

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Recover()
    {
        RequireUsable();
        if (_isRecoveryBegun)
        {
            throw new InvalidOperationException("Recover can be called once; open the journal again to read it again.");
        }

        _isRecoveryBegun = true;
        return RecoverBlocks();
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> block)
    {
        RequireWriter();
        _options.RequireLength(block.Length);
        if (!_group.HasRoomFor(block.Length, _options.MaximumBlockBytes))
        {
            Sync();
        }

        _group.Add(block);
    }

    /// <inheritdoc/>
    public void Sync()
    {
        var writer = RequireWriter();
        if (_group.IsEmpty)
        {
            return;
        }

        try
        {
            if (writer.HasBlocks && writer.Position + _group.Bytes.Length + Frame.HeaderBytes > _options.SegmentBytes)
            {
                writer = Roll(writer);
            }

            writer.WriteGroup(_group.Bytes);
            writer.Flush();
        }
        catch (Exception cause)
        {
            throw Fail(cause);
        }

        _nextBlockIndex += _group.BlockCount;
        _group.Clear();
    }

    /// <summary>
    /// Marks the journal as closed and releases its folder. Blocks that were appended and not synced are dropped,
    /// as a crash would drop them.
    /// </summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        try
        {
            MarkClosed();
        }
        finally
        {
            _writer?.Dispose();
            _files.Dispose();
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> RecoverBlocks()
    {
        var recovery = Guard(() => new JournalRecovery(_files));
        while (Guard(recovery.Next) is { } segment)
        {
            _nextBlockIndex = segment.NextBlockIndex;
            foreach (var block in segment.Blocks())
            {
                yield return block;
            }
        }

        _writer = Guard(() => recovery.Seal(_options.ReserveBytes));
    }

    /// <summary>The old segment says that it is finished only when the new one is durable.</summary>
    private SegmentWriter Roll(SegmentWriter old)
    {
        var header = new SegmentHeader(old.Number + 1, _nextBlockIndex, old.LastCheck);
        _writer = SegmentWriter.Create(_files, header, _options.ReserveBytes);
        using (old)
        {
            old.WriteMark(FrameKind.Rolled);
            old.Flush();
        }

        return _writer;
    }

    private void MarkClosed()
    {
        if (_writer is null || _failure is not null)
        {
            return;
        }

        try
        {
            _writer.WriteMark(FrameKind.Closed);
            _writer.Flush();
        }
        catch (IOException)
        {
            // Everything that was promised is synced already; without the mark the next start only sees a crash.
        }
    }

    private SegmentWriter RequireWriter()
    {
        RequireUsable();
        return _writer
            ?? throw new InvalidOperationException("Enumerate Recover to its end before the first Append or Sync.");
    }

    private void RequireUsable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_failure is not null)
        {
            throw _failure;
        }
    }

    private T Guard<T>(Func<T> action)
    {
        RequireUsable();
        try
        {
            return action();
        }
        catch (Exception cause) when (cause is not JournalDamagedException and not JournalVersionException)
        {
            throw Fail(cause);
        }
    }

    private JournalFailedException Fail(Exception cause) => _failure = new JournalFailedException(_files.Folder, cause);
}
