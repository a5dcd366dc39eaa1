using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.State;
using Oxbow.Core.Writes;
using Oxbow.Testing.Reference;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Exhaustive;

/// <summary>Asks a replica for everything it shows, and compares that with what its log says.</summary>
internal sealed class LocalViews(KnownWrites writes)
{
    public LocalView ViewOf(ReplicaMachine machine, IReadOnlyList<OwnWrite> own)
    {
        IReadOnlyList<LogEntryView> log = machine.Log;
        ReplicaStatus status = machine.Ask<StatusRead>(id => new ReadStatus(id, WithDocumentsHash: true)).Status;
        LocalView view = new(
            status.Identity.Replica,
            status.Standing,
            [.. log.Select(entry => writes.NumberOf(entry.Write))],
            log.Count(entry => entry.CommitNumber.IsGiven),
            status.IsPrimary,
            status.Known,
            status.Hash,
            StateKey.HashOf(status.DocumentsHash.Span))
        {
            Own = own,
            Epoch = status.Epoch,
            Primary = status.Primary,
        };
        RequireOrder(log, status);
        RequireReplay(machine, log, status);
        return view;
    }

    /// <summary>
    /// The writes that a replica has accepted, after another turn. I3: each gets a stamp larger than all that were
    /// held; I18: none comes after the retirement.
    /// </summary>
    public IReadOnlyList<OwnWrite> OwnOf(ReplicaMachine machine, LocalView? before)
    {
        ReplicaId self = machine.Replica.Identity.Replica;
        List<OwnWrite> own = [.. before?.Own ?? []];
        List<int> held = [.. before?.Log ?? []];
        foreach (Write write in machine.Log.Select(entry => entry.Write).Where(write => write.Id.Origin == self).OrderBy(write => write.Id.Stamp))
        {
            int number = writes.NumberOf(write);
            if (held.Contains(number))
            {
                continue;
            }

            if (held.Exists(other => writes[other].Id.Stamp >= write.Id.Stamp))
            {
                throw new InvariantBrokenException("I3", $"{write} gets a stamp that is not larger than all before");
            }

            if (own.Count > 0 && writes[own[^1].Number].Kind == WriteKind.Retirement)
            {
                throw new InvariantBrokenException("I18", $"{write} comes after its replica's retirement");
            }

            own.Add(new(number, [.. held.Order()]));
            held.Add(number);
        }

        return own;
    }

    /// <summary>
    /// I5, I9 and I16: commit numbers 1, 2, 3 and so on, then tentative writes by stamp and replica, each once.
    /// </summary>
    private static void RequireOrder(IReadOnlyList<LogEntryView> log, ReplicaStatus status)
    {
        for (int index = 0; index < log.Count; index++)
        {
            bool isInOrder = index < status.CommitNumber.Value
                ? log[index].CommitNumber.Value == index + 1
                : !log[index].CommitNumber.IsGiven && (index <= status.CommitNumber.Value || log[index - 1].Write.Id < log[index].Write.Id);
            if (!isInOrder)
            {
                throw new InvariantBrokenException("I9", $"the log is not in order: {string.Join(", ", log.Select(entry => $"{entry.Write}={entry.CommitNumber}"))}");
            }
        }

        if (log.DistinctBy(entry => entry.Write.Id).Count() != log.Count)
        {
            throw new InvariantBrokenException("I16", "a write stands in the log twice");
        }

        foreach (IGrouping<ReplicaId, Write> line in log.Select(entry => entry.Write).GroupBy(write => write.Id.Origin))
        {
            AcceptStamp previous = line.Key.Created;
            foreach (Write write in line.OrderBy(write => write.Id.Stamp))
            {
                if (write.Previous != previous)
                {
                    throw new InvariantBrokenException("I1", $"before {write} a write of its origin is missing");
                }

                previous = write.Id.Stamp;
            }
        }
    }

    /// <summary>I1 for the vector, I11 for documents, outcomes and authority: all as the naive twin says.</summary>
    private static void RequireReplay(ReplicaMachine machine, IReadOnlyList<LogEntryView> log, ReplicaStatus status)
    {
        NaiveReplica naive = new(status.Identity.Replica, new ReplicaOptions().RequestWindow);
        foreach (LogEntryView entry in log)
        {
            naive.Take(LogRecord.Of(entry.Write, entry.CommitNumber));
        }

        if (!status.Known.Equals(naive.Vector()))
        {
            throw new InvariantBrokenException("I1", $"the vector is {status.Known}, the log says {naive.Vector()}");
        }

        if (!log.Select(entry => entry.Outcome).SequenceEqual(naive.Outcomes()) || status.Primary != naive.Primary)
        {
            throw new InvariantBrokenException("I11", $"outcomes or primary ({status.Primary}) are not what the log says ({naive.Primary})");
        }

        RequireDocument(machine, naive, ReadView.Latest);
        RequireDocument(machine, naive, ReadView.Committed);
    }

    private static void RequireDocument(ReplicaMachine machine, NaiveReplica naive, ReadView view)
    {
        DocumentView? shown = machine.Read(view);
        NaiveReplica.Value? expected = naive.Documents(view == ReadView.Committed).Values.SingleOrDefault();
        bool isRight = shown is null
            ? expected is null
            : expected is not null && Encoding.UTF8.GetString(shown.Value.Span) == expected.Text && shown.Write == expected.Write && shown.CommitNumber == expected.Number;
        if (!isRight)
        {
            throw new InvariantBrokenException("I11", $"the document ({view}) is {shown?.Write.ToString() ?? "absent"}, a replay says {expected?.Write.ToString() ?? "absent"}");
        }
    }
}
