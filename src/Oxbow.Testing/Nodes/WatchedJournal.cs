using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Storage;
using Oxbow.Testing.Model;
using Oxbow.Testing.Reporting;
using Oxbow.Wire.Journals;

namespace Oxbow.Testing.Nodes;

/// <summary>Stands before the real journal and reads along: what is synced is what the replica holds durably.</summary>
internal sealed class WatchedJournal(IJournal inner, UnsyncedRecords unsynced, ReplicaModel model) : IJournal
{
    public bool HasCutTail => inner.HasCutTail;

    public IEnumerable<ReadOnlyMemory<byte>> Recover() => inner.Recover();

    public void Append(ReadOnlySpan<byte> block)
    {
        if (BlockCodec.TryDecode(block.ToArray(), out ReplicaIdentity? identity, unsynced.Records) is { } fault)
        {
            throw new InvariantBrokenException("I27", $"{model.Name} writes a block that cannot be read back: {fault}");
        }

        unsynced.Identity = identity ?? unsynced.Identity;
        inner.Append(block);
    }

    public void Sync()
    {
        inner.Sync();
        if (unsynced.Identity is { } identity)
        {
            model.Assume(identity);
        }

        List<LogRecord> group = [.. unsynced.Records];
        unsynced.Clear();
        model.TakeGroup(group);
    }

    public void Dispose() => inner.Dispose();
}
