using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;

namespace Oxbow.Testing.Nodes;

/// <summary>All checkers, shown every moment in turn.</summary>
internal sealed class Checkers : IRecordObserver
{
    private readonly List<Checker> all = [];

    /// <summary>How many moments were checked.</summary>
    public long Checked { get; private set; }

    public void Add(IEnumerable<Checker> checkers) => all.AddRange(checkers);

    public void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        Checked++;
        foreach (Checker checker in all)
        {
            checker.Accepts(replica, write, line);
        }
    }

    public void Holds(ReplicaModel replica, KnownWrite write)
    {
        Checked++;
        foreach (Checker checker in all)
        {
            checker.Holds(replica, write);
        }
    }

    public void Commits(ReplicaModel replica, KnownWrite write, CommitNumber number, bool isNew)
    {
        Checked++;
        foreach (Checker checker in all)
        {
            checker.Commits(replica, write, number, isNew);
        }
    }

    public void RollsBack(ReplicaModel replica, CommitNumber number)
    {
        Checked++;
        foreach (Checker checker in all)
        {
            checker.RollsBack(replica, number);
        }
    }

    public void Withdraws(ReplicaModel replica, WriteId kept, IReadOnlyList<KnownWrite> withdrawn)
    {
        Checked++;
        foreach (Checker checker in all)
        {
            checker.Withdraws(replica, kept, withdrawn);
        }
    }

    public void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        Checked++;
        foreach (Checker checker in all)
        {
            checker.Shows(replica, status);
        }
    }

    public void Hears(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        Checked++;
        foreach (Checker checker in all)
        {
            checker.Hears(process, end, message);
        }
    }

    public void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        Checked++;
        foreach (Checker checker in all)
        {
            checker.Sends(process, end, message);
        }
    }

    public void Answers(SimulatedProcess process, Reply reply)
    {
        Checked++;
        foreach (Checker checker in all)
        {
            checker.Answers(process, reply);
        }
    }

    public void Reports(SimulatedProcess process, LinkEnd? end, ReplicaEvent news)
    {
        Checked++;
        foreach (Checker checker in all)
        {
            checker.Reports(process, end, news);
        }
    }
}
