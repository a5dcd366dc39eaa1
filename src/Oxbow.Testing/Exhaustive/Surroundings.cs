using Oxbow.Core;
using Oxbow.Core.Messages;
using Oxbow.Storage;

namespace Oxbow.Testing.Exhaustive;

/// <summary>What stands between a replica and the world: nothing. A test that plants a bug overrides a part of it.</summary>
internal class Surroundings
{
    /// <summary>The journal as the replica sees it.</summary>
    public virtual IJournal Disk(int slot, IJournal journal) => journal;

    /// <summary>What the replica hears instead of a message.</summary>
    public virtual PeerMessage Heard(int slot, Replica replica, PeerMessage message) => message;
}
