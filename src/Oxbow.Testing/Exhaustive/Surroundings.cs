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
    public virtual PeerMessage Heard(int slot, PeerMessage message) => message;

    /// <summary>Called with each replica that has just recovered.</summary>
    public virtual void Recovered(int slot, Replica replica)
    {
    }
}
