using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Replicas;

/// <summary>The moves of a standing, all of them: what is not drawn on the type stops the replica.</summary>
public sealed class ReplicaStandingTests
{
    private static readonly ReplicaIdentity First = new(Cluster.Database, ReplicaId.Base);
    private static readonly ReplicaIdentity Second = new(Cluster.Database, ReplicaId.Base.Child(new(9)));

    public static TheoryData<Standing, string, Standing?> Moves => new()
    {
        { Standing.Active, nameof(ReplicaStanding.Quarantine), Standing.Quarantined },
        { Standing.Active, nameof(ReplicaStanding.BeginRetirement), Standing.Retiring },
        { Standing.Active, nameof(ReplicaStanding.CompleteRetirement), null },
        { Standing.Active, nameof(ReplicaStanding.Assume), null },
        { Standing.Retiring, nameof(ReplicaStanding.Quarantine), Standing.Quarantined },
        { Standing.Retiring, nameof(ReplicaStanding.BeginRetirement), null },
        { Standing.Retiring, nameof(ReplicaStanding.CompleteRetirement), Standing.Retired },
        { Standing.Retiring, nameof(ReplicaStanding.Assume), null },
        { Standing.Retired, nameof(ReplicaStanding.Quarantine), null },
        { Standing.Retired, nameof(ReplicaStanding.BeginRetirement), null },
        { Standing.Retired, nameof(ReplicaStanding.CompleteRetirement), Standing.Retired },
        { Standing.Retired, nameof(ReplicaStanding.Assume), null },
        { Standing.Quarantined, nameof(ReplicaStanding.Quarantine), null },
        { Standing.Quarantined, nameof(ReplicaStanding.BeginRetirement), null },
        { Standing.Quarantined, nameof(ReplicaStanding.CompleteRetirement), null },
        { Standing.Quarantined, nameof(ReplicaStanding.Assume), Standing.Active },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public void A_standing_moves_as_drawn(Standing from, string verb, Standing? to)
    {
        ReplicaStanding standing = At(from);
        Action move = verb switch
        {
            nameof(ReplicaStanding.Quarantine) => standing.Quarantine,
            nameof(ReplicaStanding.BeginRetirement) => standing.BeginRetirement,
            nameof(ReplicaStanding.CompleteRetirement) => standing.CompleteRetirement,
            _ => () => standing.Assume(Second),
        };
        if (to is null)
        {
            Assert.Throws<InvariantException>(move);
            Assert.Equal(from, standing.Current);
            return;
        }

        move();
        Assert.Equal(to, standing.Current);
        Assert.Equal(standing.IsActive, standing.RefusalOfWrites() is null);
    }

    [Fact]
    public void A_new_id_is_somebody_s_and_another_one()
    {
        Assert.Throws<InvariantException>(() => At(Standing.Quarantined).Assume(First));
        Assert.Throws<InvariantException>(() => At(Standing.Quarantined).Assume(First with { Replica = ReplicaId.Nobody }));
        Assert.Throws<InvariantException>(() => At(Standing.Quarantined).Assume(Second with { IsQuarantined = true }));
        Assert.Throws<InvariantException>(() => At(Standing.Quarantined).Assume(Second with { Database = new(Guid.Empty) }));
    }

    [Fact]
    public void Quarantine_is_part_of_the_identity_that_is_persisted()
    {
        ReplicaStanding standing = At(Standing.Quarantined);
        Assert.True(standing.Identity.IsQuarantined);
        Assert.Equal(Standing.Quarantined, new ReplicaStanding(standing.Identity).Current);
        Assert.Equal(RejectionCode.Quarantined, standing.RefusalOfWrites()?.Code);
    }

    private static ReplicaStanding At(Standing wanted)
    {
        ReplicaStanding standing = new(First);
        if (wanted is Standing.Retiring or Standing.Retired)
        {
            standing.BeginRetirement();
        }

        if (wanted == Standing.Retired)
        {
            standing.CompleteRetirement();
        }

        if (wanted == Standing.Quarantined)
        {
            standing.Quarantine();
        }

        return standing;
    }
}
