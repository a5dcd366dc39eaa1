using Oxbow.Storage.Files;

namespace Oxbow.Storage.Segments;

/// <summary>
/// A journal in the files of one folder, which it holds for this process alone. See <c>docs/storage.md</c> for
/// the format and for what is promised.
/// </summary>
public sealed class FileJournal : IJournal
{
    private readonly IJournalFiles files;
    private readonly JournalOptions options;
    private readonly GroupBuffer group = new();
    private bool isRecoveryBegun;
    private bool isDisposed;
    private SegmentWriter? writer;
    private long nextBlockIndex;
    private JournalFailedException? failure;

    private FileJournal(IJournalFiles files, JournalOptions options)
    {
        this.files = files;
        this.options = options;
    }

    /// <summary>True when a journal was begun in a folder, which is not touched. Says nothing of its state.</summary>
    /// <param name="folder">The folder; it need not be there.</param>
    public static bool Exists(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Directory.Exists(folder)
            && Directory.EnumerateFiles(folder).Any(path => SegmentName.NumberOf(Path.GetFileName(path)) is not null);
    }

    /// <summary>
    /// Opens the journal in a folder, which is created when it is missing, and takes the folder's lock.
    /// </summary>
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

    /// <summary>
    /// Opens the journal on other files than those of the operating system; they are disposed with it.
    /// </summary>
    /// <exception cref="ArgumentException">The options have faults; lists all.</exception>
    public static FileJournal Open(IJournalFiles files, JournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        options.RequireValid();
        return new FileJournal(files, options);
    }

    /// <inheritdoc/>
    public bool HasCutTail { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Recover()
    {
        RequireUsable();
        if (isRecoveryBegun)
        {
            throw new InvalidOperationException("Recover can be called once; open the journal again to read it again.");
        }

        isRecoveryBegun = true;
        return RecoverBlocks();
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> block)
    {
        RequireWriter();
        options.RequireLength(block.Length);
        if (!group.HasRoomFor(block.Length, options.MaximumBlockBytes))
        {
            Sync();
        }

        group.Add(block);
    }

    /// <inheritdoc/>
    public void Sync()
    {
        var writer = RequireWriter();
        if (group.IsEmpty)
        {
            return;
        }

        try
        {
            if (writer.HasBlocks && writer.Position + group.Bytes.Length + Frame.HeaderBytes > options.SegmentBytes)
            {
                writer = Roll(writer);
            }

            writer.WriteGroup(group.Bytes);
            writer.Flush();
        }
        catch (Exception cause)
        {
            throw Fail(cause);
        }

        nextBlockIndex += group.BlockCount;
        group.Clear();
    }

    /// <summary>
    /// Marks the journal as closed and releases its folder. Blocks that were appended and not synced are dropped,
    /// as a crash would drop them.
    /// </summary>
    public void Dispose()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        try
        {
            MarkClosed();
        }
        finally
        {
            writer?.Dispose();
            files.Dispose();
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> RecoverBlocks()
    {
        var recovery = Guard(() => new JournalRecovery(files));
        while (Guard(recovery.Next) is { } segment)
        {
            nextBlockIndex = segment.NextBlockIndex;
            foreach (var block in segment.Blocks())
            {
                yield return block;
            }
        }

        writer = Guard(() => recovery.Seal(options.ReserveBytes));
        HasCutTail = recovery.IsTailTorn;
    }

    /// <summary>The old segment says that it is finished only when the new one is durable.</summary>
    private SegmentWriter Roll(SegmentWriter old)
    {
        var header = new SegmentHeader(old.Number + 1, nextBlockIndex, old.LastCheck);
        writer = SegmentWriter.Create(files, header, options.ReserveBytes);
        using (old)
        {
            old.WriteMark(FrameKind.Rolled);
            old.Flush();
        }

        return writer;
    }

    private void MarkClosed()
    {
        if (writer is null || failure is not null)
        {
            return;
        }

        try
        {
            writer.WriteMark(FrameKind.Closed);
            writer.Flush();
        }
        catch (IOException)
        {
            // Everything that was promised is synced already; without the mark the next start only sees a crash.
        }
    }

    private SegmentWriter RequireWriter()
    {
        RequireUsable();
        return writer
            ?? throw new InvalidOperationException("Enumerate Recover to its end before the first Append or Sync.");
    }

    private void RequireUsable()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (failure is not null)
        {
            throw failure;
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

    private JournalFailedException Fail(Exception cause) => failure = new JournalFailedException(files.Folder, cause);
}
