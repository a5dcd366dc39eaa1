using Oxbow.Core.Identity;
using Oxbow.Core.Log;

namespace Oxbow.Testing.Nodes;

/// <summary>What a process has appended to its journal and not synced: it may survive the process, or not.</summary>
internal sealed class UnsyncedRecords
{
    public ReplicaIdentity? Identity { get; set; }

    public List<LogRecord> Records { get; } = [];

    public bool IsEmpty => Identity is null && Records.Count == 0;

    public void Clear()
    {
        Identity = null;
        Records.Clear();
    }
}
