using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Harness;

/// <summary>What survives of a replica: the identity and every record persisted, in order.</summary>
internal sealed class Disk
{
    private readonly List<LogRecord> records = [];

    /// <summary>The records behind <see cref="Start"/>; null as long as nothing is omitted.</summary>
    private List<LogRecord>? tail;

    public ReplicaIdentity? Identity { get; private set; }

    /// <summary>Everything that was ever persisted.</summary>
    public IReadOnlyList<LogRecord> Records => records;

    /// <summary>What a restart begins with.</summary>
    public BaseState Start { get; private set; } = BaseState.Empty;

    /// <summary>From now on a restart begins with a base state and reads the records behind it.</summary>
    public void BeginWith(BaseState start, IEnumerable<LogRecord> behind)
    {
        Start = start;
        tail = [.. behind];
    }

    /// <summary>Makes effects durable, or only the first of their records when the crash came in between.</summary>
    public void Persist(Effects effects, int recordsKept = int.MaxValue)
    {
        Identity = effects.Identity ?? Identity;
        records.AddRange(effects.Persist.Take(recordsKept));
        tail?.AddRange(effects.Persist.Take(recordsKept));
    }

    /// <summary>The records as a restart reads them: from bytes.</summary>
    public IEnumerable<LogRecord> Read() => (tail ?? records).Select(record =>
        record.Write is null ? record : LogRecord.Of(Decode(record.Write.Encoded), record.CommitNumber));

    public Disk Copy()
    {
        Disk copy = new() { Identity = Identity };
        copy.records.AddRange(records);
        copy.Start = Start;
        copy.tail = tail is null ? null : [.. tail];
        return copy;
    }

    private static Write Decode(ReadOnlyMemory<byte> encoded)
    {
        Assert.Null(WriteDecoder.TryDecode(encoded, ReplicaId.Base, out Write? write));
        return write!;
    }
}
