namespace Oxbow.Storage;

/// <summary>
/// An append-only sequence of opaque blocks; what was synced survives any crash.
/// One thread at a time: a journal has one writer, the loop of its replica.
/// </summary>
public interface IJournal : IDisposable
{
    /// <summary>
    /// Every block written so far, oldest first. Call once, and enumerate to the end before the first
    /// <see cref="Append"/>; nothing may be sent or answered from these blocks before the enumeration has
    /// ended, because only its end makes sure that all of them are on disk.
    /// </summary>
    /// <remarks>Each block stays valid and unchanged for the life of the process: callers keep slices of it.</remarks>
    /// <exception cref="JournalDamagedException">
    /// What is stored is not what was written; thrown while enumerating.
    /// </exception>
    /// <exception cref="JournalVersionException">
    /// A newer program wrote this journal; thrown while enumerating.
    /// </exception>
    /// <exception cref="JournalFailedException">The disk refused; fatal; thrown while enumerating.</exception>
    /// <exception cref="InvalidOperationException">Called a second time.</exception>
    IEnumerable<ReadOnlyMemory<byte>> Recover();

    /// <summary>
    /// True once <see cref="Recover"/> has come to its end and cut a torn tail. Mostly that is a group that nobody was
    /// promised; but a disk that lost its newest bytes after they were synced leaves the same trace.
    /// </summary>
    bool HasCutTail { get; }

    /// <summary>
    /// Adds one block to the present group. Nothing is promised before <see cref="Sync"/>. A group that would
    /// grow over <see cref="JournalOptions.MaximumBlockBytes"/> is synced on the way, so memory stays bounded.
    /// </summary>
    /// <param name="block">1 to <see cref="JournalOptions.MaximumBlockBytes"/> bytes; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block is empty or too long; nothing was added.</exception>
    /// <exception cref="JournalFailedException">The disk refused; fatal: the process must end.</exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="Recover"/> has not been enumerated to its end.
    /// </exception>
    void Append(ReadOnlySpan<byte> block);

    /// <summary>
    /// Makes every appended block durable: one fsync for the group. Does nothing when nothing was appended.
    /// </summary>
    /// <exception cref="JournalFailedException">
    /// The disk refused; fatal: none of the group may be acknowledged, and the process must end and recover.
    /// </exception>
    void Sync();
}
