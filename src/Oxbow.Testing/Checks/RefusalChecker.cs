using Oxbow.Core.Messages;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// Replicas cry wolf only when there is one: without a lost memory nobody speaks of clashing ids, diverged histories or
/// holes, and nobody stops for it. When there is a wolf, it gets nothing.
/// </summary>
internal sealed class RefusalChecker(World world) : Checker
{
    public override string Invariant => "I4";

    public override void Hears(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        if (message is Hello hello)
        {
            end.IsWithStranger = hello.Identity.Database != process.Model.Identity!.Database || !ProtocolVersion.IsUnderstood(hello.Version);
        }
    }

    public override void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        if (end.IsWithStranger && message is not (Hello or Refusal))
        {
            Fail($"{process.Name} sends {message.GetType().Name} to a replica of another database or release");
        }
    }

    public override void Reports(SimulatedProcess process, LinkEnd? end, ReplicaEvent news)
    {
        if (news is Alarm { Rejection: { Code: RejectionCode.IdentityClash or RejectionCode.Diverged or RejectionCode.Hole } rejection } && !world.Oracle.IsMemoryLost && !IsOfEviction(rejection) && !IsOfRumour(rejection))
        {
            Fail($"{process.Name} raises an alarm that nothing explains: {rejection.Code}: {rejection.Detail}");
        }
    }

    /// <summary>What an evicted replica created and nobody had committed was never created.</summary>
    private bool IsOfEviction(Rejection rejection) =>
        rejection.Code == RejectionCode.IdentityClash && world.Oracle.Evicted.Count > 0;

    private bool IsOfRumour(Rejection rejection) => world.Oracle.Rumours.Exists(id => rejection.Detail.Contains(id.ToString(), StringComparison.Ordinal));
}
