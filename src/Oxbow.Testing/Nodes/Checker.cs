using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Nodes;

/// <summary>
/// Watches one invariant from outside: journals, messages, answers and statuses. A checker overrides the moments
/// that concern it and fails by <see cref="Fail"/>.
/// </summary>
internal abstract class Checker
{
    /// <summary>I1 to I35.</summary>
    public abstract string Invariant { get; }

    /// <summary>
    /// A replica has durably accepted a write; <paramref name="line"/> is the line it goes to, the model does not hold
    /// it yet.
    /// </summary>
    public virtual void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
    }

    /// <summary>A replica has durably taken a write of another; the model does not hold it yet.</summary>
    public virtual void Holds(ReplicaModel replica, KnownWrite write)
    {
    }

    /// <summary>A replica has durably noted a commit; the model does not have it yet.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="write">The write committed.</param>
    /// <param name="number">Its number.</param>
    /// <param name="isNew">
    /// True when nobody knew of this commit before: the replica has given the number itself.
    /// </param>
    public virtual void Commits(ReplicaModel replica, KnownWrite write, CommitNumber number, bool isNew)
    {
    }

    /// <summary>
    /// A replica has durably noted that its commits after a number are tentative again; the model still has them.
    /// </summary>
    public virtual void RollsBack(ReplicaModel replica, CommitNumber number)
    {
    }

    /// <summary>A replica has durably noted that writes have left its log; the model still holds them.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="kept">The last one of its origin that stays.</param>
    /// <param name="withdrawn">Those that leave.</param>
    public virtual void Withdraws(ReplicaModel replica, WriteId kept, IReadOnlyList<KnownWrite> withdrawn)
    {
    }

    /// <summary>A turn is over; the status was asked for as its last input.</summary>
    public virtual void Shows(ReplicaModel replica, ReplicaStatus status)
    {
    }

    /// <summary>A turn begins, and this message is among its inputs.</summary>
    public virtual void Hears(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
    }

    /// <summary>A node sends a message.</summary>
    public virtual void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
    }

    /// <summary>A node answers a client.</summary>
    public virtual void Answers(SimulatedProcess process, Reply reply)
    {
    }

    /// <summary>A replica tells news.</summary>
    public virtual void Reports(SimulatedProcess process, LinkEnd? end, ReplicaEvent news)
    {
    }

    /// <summary>Ends the run: the invariant is broken.</summary>
    protected void Fail(string message) => throw new InvariantBrokenException(Invariant, message);
}
