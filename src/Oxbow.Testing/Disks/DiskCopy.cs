using Oxbow.Core.Identity;
using Oxbow.Core.Log;

namespace Oxbow.Testing.Disks;

/// <summary>A copy of a node's disk and what it holds.</summary>
/// <param name="Files">Name and bytes.</param>
/// <param name="Records">The records in them.</param>
/// <param name="GroupEnds">Where the groups end.</param>
/// <param name="Identity">The replica; null when there was none yet.</param>
internal sealed record DiskCopy(
    IReadOnlyDictionary<string, byte[]> Files,
    IReadOnlyList<LogRecord> Records,
    IReadOnlyList<int> GroupEnds,
    ReplicaIdentity? Identity);
