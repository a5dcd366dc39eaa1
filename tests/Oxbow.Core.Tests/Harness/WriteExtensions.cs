using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Harness;

internal static class WriteExtensions
{
    /// <summary>True when this is the write that created a replica, at the stamp that its id says.</summary>
    public static bool Creates(this Write write, ReplicaId replica, AcceptStamp stamp) =>
        write.Kind == WriteKind.Creation && stamp == replica.Created && write.Id.Origin.Child(write.Id.Stamp) == replica;
}
