using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// What an evicted replica accepted and nobody had committed before is committed by nobody and stands in no log that
/// knows of the eviction, and the replica goes on under that id nowhere.
/// </summary>
internal sealed class EvictionChecker : Checker
{
    public override string Invariant => "I37";

    public override void Commits(ReplicaModel replica, KnownWrite write, CommitNumber number, bool isNew)
    {
        if (replica.Tip.IsTooLate(write.Id))
        {
            Fail($"{replica.Name} takes {write} as commit number {number}, and its origin was evicted before");
        }
    }

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        if (replica.Tip.Evicted.IsEmpty || replica.IsBelowLevel)
        {
            return;
        }

        if (replica.Tentative().FirstOrDefault(write => replica.Tip.IsTooLate(write.Id)) is { } late)
        {
            Fail($"{replica.Name} still holds {late}, and knows that its origin was evicted");
        }

        if (status.Standing == Standing.Active && replica.Tip.Evicted.ContainsKey(status.Identity.Replica))
        {
            Fail($"{replica.Name} is active under the id {status.Identity.Replica}, which was evicted");
        }
    }
}
