using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Node.Links;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>A finished exchange has brought everything, and nothing travels twice over one link.</summary>
internal sealed class ExchangeChecker(World world) : Checker
{
    public override string Invariant => "I24";

    public override void Hears(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        if (message is Batch batch)
        {
            end.Heard.UnionWith(batch.Records.Where(record => record.Write is not null).Select(record => record.Id));
        }
    }

    public override void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        if (message is Hello hello)
        {
            end.HeldAtHello = process.HeldBefore;
            end.ClaimedAtHello = ClaimedBy(hello, process);
            end.BoundAtHello = process.Model.Seen.Bound;
            end.CommittedAtHello = process.CommittedBefore.KeptIn(process.Model.Tip);
            end.PrimaryInEpoch = process.Model.IsPrimary ? process.Model.Tip.Epoch : null;
        }
        else if (message is Batch batch)
        {
            foreach (LogRecord record in batch.Records)
            {
                if (record.Write is not null)
                {
                    CheckNeeded(process, end, process.Model.FindEver(record.Id)!);
                }
            }
        }
    }

    /// <summary>
    /// What an exchange hands over of the commits is what stayed all the time: those that were taken back can be there
    /// again at the end, and have come over another link.
    /// </summary>
    public override void RollsBack(ReplicaModel replica, CommitNumber number)
    {
        IEnumerable<LinkEnd> ends = world.Processes
            .Where(process => process.Model == replica)
            .SelectMany(process => process.Ends.Values);
        foreach (LinkEnd end in ends)
        {
            end.CommittedAtHello = end.CommittedAtHello?.KeptIn(replica.CommitAt(number)!);
        }
    }

    public override void Reports(SimulatedProcess process, LinkEnd? end, ReplicaEvent news)
    {
        if (news is not RunsEnded || end is null || !end.Other.HasItsMemory || !end.HasItsMemory)
        {
            return;
        }

        CheckHanded(end, end.Other);
        if (LinkTraits.Of(end.Purpose).FlowsBothWays)
        {
            CheckHanded(end.Other, end);
            CheckCommitted(end);
        }
    }

    /// <summary>
    /// One exchange with the primary is enough to bring writes and to learn that they are committed, unless it is in
    /// quarantine.
    /// </summary>
    private void CheckCommitted(LinkEnd end)
    {
        bool isWithPrimary = end.IsDialer && end.Other is { Model.IsPrimary: true, Process.IsActive: true };
        bool isInOneEpoch = end.Model.Tip.Epoch == end.Other.Model.Tip.Epoch
            && end.Other.PrimaryInEpoch == end.Model.Tip.Epoch;
        if (isWithPrimary
            && isInOneEpoch
            && end.HeldAtHello is { } brought
            && end.Model.LacksCommits(brought, UpTo(end.Other)))
        {
            Fail($"{end.Process.Name} brought writes to the primary, {end.Other.Process.Name}, and did not hear that they are committed");
        }
    }

    private void CheckNeeded(SimulatedProcess process, LinkEnd end, KnownWrite write)
    {
        if (!end.Sent.Add(write))
        {
            Fail($"{process.Name} sends {write} twice over one link");
        }

        if (end.Heard.Contains(write.Id))
        {
            Fail($"{process.Name} sends {write} back over the link that it came from");
        }

        if (end.Other.ClaimedAtHello is { } claimed && claimed.Holds(write))
        {
            Fail(
                $"{process.Name} sends {write} to {end.Other.Process.Name}, which said that it had it when it greeted");
        }
    }

    /// <summary>Of an id in doubt a replica claims less than it holds.</summary>
    private Holdings ClaimedBy(Hello hello, SimulatedProcess process)
    {
        Holdings claimed = process.HeldBefore.Copy();
        for (int index = 0; index < claimed.LineCount; index++)
        {
            OriginLine line = world.Oracle.Lines[index];
            AcceptStamp last = hello.Known.Completed(line.Replica);
            int count = Math.Min(claimed[line], process.Model.Held[line]);
            while (count > 0 && line.Writes[count - 1].Id.Stamp > last)
            {
                count--;
            }

            claimed[line] = count;
        }

        return claimed;
    }

    /// <summary>What lies too far ahead of a replica's clock it does not take before its time.</summary>
    private static AcceptStamp UpTo(LinkEnd end) =>
        end.BoundAtHello < end.Model.Seen.Bound ? end.BoundAtHello : end.Model.Seen.Bound;

    private void CheckHanded(LinkEnd from, LinkEnd to)
    {
        bool isHanded = from.HeldAtHello is null || !to.Model.Lacks(from.HeldAtHello, UpTo(to));
        bool lacksCommits = from.CommittedAtHello is { } committed
            && committed.IsBeforeOrAt(from.Model.Tip)
            && to.Model.IsBehind(committed);
        if (!isHanded || lacksCommits)
        {
            Fail($"The exchange over link {from.Id.Value} ended and {to.Process.Name} lacks something that {from.Process.Name} had when it began");
        }
    }
}
