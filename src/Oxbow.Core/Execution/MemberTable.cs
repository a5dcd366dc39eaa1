using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Execution;

/// <summary>
/// The replicas that a database has had, and what each has told of itself: a function of the committed prefix alone. A
/// replica tells in its creation write what its node said when it joined, and afterwards in announcements of its own.
/// </summary>
internal sealed class MemberTable
{
    private readonly Dictionary<ReplicaId, Member> members;

    public MemberTable() => members = new() { [ReplicaId.Base] = new() { IsCreated = true } };

    private MemberTable(MemberTable other) => members = new(other.members);

    /// <summary>What is known of a replica; nothing when its creation is not committed yet.</summary>
    public Member this[ReplicaId replica] => members.GetValueOrDefault(replica);

    /// <summary>The replicas that have not left, in the order of their ids.</summary>
    public IEnumerable<KeyValuePair<ReplicaId, Member>> Present =>
        members.Where(member => !member.Value.HasLeft).OrderBy(member => member.Key);

    /// <summary>Those of them that do not execute a format level, as far as is known.</summary>
    public IEnumerable<KeyValuePair<ReplicaId, Member>> Below(int level) =>
        Present.Where(member => member.Value.SupportedLevel < level);

    /// <summary>True for a replica that was created, as far as is committed, and has not left.</summary>
    public bool IsPresent(ReplicaId replica) => this[replica] is { IsCreated: true, HasLeft: false };

    /// <summary>The same, which goes its own way from here on.</summary>
    public MemberTable Copy() => new(this);

    /// <summary>Others have ended a replica.</summary>
    public void Evict(ReplicaId replica) => members[replica] = this[replica] with { IsEvicted = true };

    /// <summary>Takes note of a write at the moment of its commit.</summary>
    public void Commit(Write write)
    {
        switch (write.Kind)
        {
            case WriteKind.Creation:
                // A replica's own writes may be committed first: what it said itself, or that it left, stays.
                ReplicaId created = write.Id.Origin.Child(write.Id.Stamp);
                members[created] = this[created] with { IsCreated = true, Description = this[created].Description ?? write.Description };
                break;
            case WriteKind.Announcement:
                members[write.Id.Origin] = this[write.Id.Origin] with { Description = write.Description };
                break;
            case WriteKind.Retirement:
                members[write.Id.Origin] = this[write.Id.Origin] with { HasRetired = true };
                break;
        }
    }
}
