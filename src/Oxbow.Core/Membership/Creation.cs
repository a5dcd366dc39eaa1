using Oxbow.Core.Identity;
using Oxbow.Core.Replicas;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Membership;

/// <summary>Creation of a replica (SOSP 1997, section 4.1): a write like any other, whose id names the new replica.</summary>
internal static class Creation
{
    /// <summary>Accepts a creation write; gives the new replica's identity, which may be told once the write is durable.</summary>
    public static ReplicaIdentity Accept(ReplicaState state, ReplicaDescription? description)
    {
        Write creation = state.Accept((id, previous) => description is null
            ? WriteEncoder.EncodeMembership(id, previous, WriteKind.Creation)
            : WriteEncoder.EncodeDescription(id, previous, WriteKind.Creation, description)).Write;
        return new(state.Identity.Database, creation.Id.Origin.Child(creation.Id.Stamp)) { CreationHash = creation.Hash };
    }
}
