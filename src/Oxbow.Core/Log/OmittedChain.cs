using Oxbow.Core.Identity;

namespace Oxbow.Core.Log;

/// <summary>What a log still knows of the writes of one origin that it has omitted.</summary>
/// <param name="Origin">Who accepted them.</param>
/// <param name="Last">Stamp of the last one.</param>
/// <param name="LastHash">Its hash: what the next write of the origin names.</param>
/// <param name="Follows">What the first one followed: the hash of the origin's creation.</param>
/// <param name="HasRetired">True when the last one is the origin's retirement.</param>
internal readonly record struct OmittedChain(
    ReplicaId Origin, AcceptStamp Last, WriteHash LastHash, WriteHash Follows, bool HasRetired);
