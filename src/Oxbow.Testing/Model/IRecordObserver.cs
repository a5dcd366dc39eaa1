using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Testing.Model;

/// <summary>Is shown what a replica durably takes in, before the model of the replica holds it.</summary>
internal interface IRecordObserver
{
    /// <summary>A replica has durably accepted a write; <paramref name="line"/> is the line it goes to.</summary>
    void Accepts(ReplicaModel replica, Write write, OriginLine line);

    /// <summary>A replica has durably taken a write of another.</summary>
    void Holds(ReplicaModel replica, KnownWrite write);

    /// <summary>A replica has durably noted a commit.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="write">The write committed.</param>
    /// <param name="number">Its number.</param>
    /// <param name="isNew">
    /// True when nobody knew of this commit before: the replica has given the number itself.
    /// </param>
    void Commits(ReplicaModel replica, KnownWrite write, CommitNumber number, bool isNew);

    /// <summary>A replica has durably noted that writes have left its log.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="kept">The last one of its origin that stays.</param>
    /// <param name="withdrawn">Those that leave.</param>
    void Withdraws(ReplicaModel replica, WriteId kept, IReadOnlyList<KnownWrite> withdrawn);

    /// <summary>A replica has durably noted that its commits after a number are tentative again.</summary>
    void RollsBack(ReplicaModel replica, CommitNumber number);
}
