using System.Buffers;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Wire.Journals;

namespace Oxbow.Storage.Replicas;

/// <summary>A replica's journal: turns effects into blocks of bytes and blocks back into records.</summary>
/// <param name="journal">Holds the blocks; disposed with this.</param>
/// <param name="largestBlockBytes">
/// A block is full once it has this many bytes; its last record may go beyond. Default: 1 MiB.
/// </param>
public sealed class ReplicaJournal(IJournal journal, int largestBlockBytes = 1024 * 1024) : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>Reads everything back; null when nothing was ever persisted. Call once, first.</summary>
    /// <exception cref="JournalContentException">A block is sound but does not hold what a journal holds.</exception>
    public RecoveredReplica? Recover()
    {
        ReplicaIdentity? identity = null;
        List<LogRecord> records = [];
        foreach (ReadOnlyMemory<byte> block in journal.Recover())
        {
            if (BlockCodec.TryDecode(block, out ReplicaIdentity? changed, records) is { } fault)
            {
                throw new JournalContentException(fault);
            }

            identity = changed ?? identity;
        }

        return identity is null && records.Count > 0
            ? throw new JournalContentException("It holds writes but does not say whose.")
            : identity is null ? null : new(identity, records) { HasCutTail = journal.HasCutTail };
    }

    /// <summary>Makes everything that effects want persisted durable, with one fsync. Does nothing when there is nothing.</summary>
    /// <exception cref="JournalFailedException">The disk refused; the process has to end.</exception>
    public void Persist(Effects effects)
    {
        if (effects.IsDurableAlready)
        {
            return;
        }

        ReplicaIdentity? identity = effects.Identity;
        int from = 0;
        do
        {
            from += BlockCodec.Encode(identity, effects.Persist, from, largestBlockBytes, buffer);
            journal.Append(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
            identity = null;
        }
        while (from < effects.Persist.Count);
        journal.Sync();
    }

    /// <inheritdoc/>
    public void Dispose() => journal.Dispose();
}
