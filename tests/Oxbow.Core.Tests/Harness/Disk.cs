using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Harness;

/// <summary>What survives of a replica: the identity and every record persisted, in order.</summary>
internal sealed class Disk
{
    private readonly List<LogRecord> records = [];

    public ReplicaIdentity? Identity { get; private set; }

    public IReadOnlyList<LogRecord> Records => records;

    /// <summary>Makes effects durable, or only the first of their records when the crash came in between.</summary>
    public void Persist(Effects effects, int recordsKept = int.MaxValue)
    {
        Identity = effects.Identity ?? Identity;
        records.AddRange(effects.Persist.Take(recordsKept));
    }

    /// <summary>The records as a restart reads them: from bytes.</summary>
    public IEnumerable<LogRecord> Read() => records.Select(record =>
        record.Write is null ? record : LogRecord.Of(Decode(record.Write.Encoded), record.CommitNumber));

    public Disk Copy()
    {
        Disk copy = new() { Identity = Identity };
        copy.records.AddRange(records);
        return copy;
    }

    private static Write Decode(ReadOnlyMemory<byte> encoded)
    {
        Assert.Null(WriteDecoder.TryDecode(encoded, ReplicaId.Base, out Write? write));
        return write!;
    }
}
