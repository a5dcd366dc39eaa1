using Oxbow.Core.Identity;
using Oxbow.Core.Messages;

namespace Oxbow.Core.Membership;

/// <summary>What is said to whoever names more replicas than a database can have had.</summary>
internal static class ReplicaLimit
{
    public static Rejection Reached { get; } =
        new(RejectionCode.TooMany, $"The database has had {ReplicaTable.MaximumReplicas} replicas: no more are taken.");
}
