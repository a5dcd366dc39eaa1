using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Checks;

/// <summary>Judges nothing: counts the branches of the product that can be seen from outside.</summary>
internal sealed class BranchWatch(World world) : Checker
{
    private readonly Dictionary<ReplicaModel, Standing> standings = [];

    private readonly HashSet<ReplicaModel> awaiting = [];

    public override string Invariant => "";

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        if (status.Standing == Standing.Quarantined && standings.GetValueOrDefault(replica) != Standing.Quarantined)
        {
            Note(Branch.Quarantined);
        }

        if (!status.CommitsSuspended)
        {
            awaiting.Remove(replica);
        }
        else if (awaiting.Add(replica))
        {
            Note(Branch.AwaitedPeer);
        }

        standings[replica] = status.Standing;
        if (replica.LeavesRetiredOut)
        {
            Note(Branch.RetiredEntryIsAbsent);
        }

        foreach (VectorEntry entry in status.Known.Entries)
        {
            if (entry.Stamp == AcceptStamp.Maximum)
            {
                Note(Branch.RetiredEntryIsMaximum);
            }
        }
    }

    public override void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        switch (message)
        {
            case JoinReply:
                Note(Branch.JoinGranted);
                break;
            case Refusal refusal:
                world.Counters.Note(refusal.Rejection.Code);
                break;
            case Mail:
                Note(Branch.DirectMailSent);
                break;
            case Batch batch:
                NoteBatch(end, batch);
                break;
        }
    }

    public override void Answers(SimulatedProcess process, Reply reply)
    {
        if (reply is Rejected rejected)
        {
            world.Counters.Note(rejected.Rejection.Code);
        }
    }

    public override void Reports(SimulatedProcess process, LinkEnd? end, ReplicaEvent news)
    {
        Branch? branch = news switch
        {
            RunsEnded => Branch.RunsEnded,
            RetirementHandoverEnded => Branch.RetirementHandoverEnded,
            WriteHeldBack => Branch.WriteHeldBack,
            WriteReleased => Branch.WriteReleased,
            Alarm { Rejection.Code: RejectionCode.IdentityClash or RejectionCode.Diverged } => Branch.OtherHistoryAlarmed,
            _ => null,
        };
        if (branch is { } reached)
        {
            Note(reached);
        }
    }

    public override void Holds(ReplicaModel replica, KnownWrite write)
    {
        if (!write.Write.IsUnderstood)
        {
            Note(Branch.UnknownWriteTaken);
        }
    }

    private void NoteBatch(LinkEnd end, Batch batch)
    {
        if (batch.Records.Any(record => record.IsCommitNotice))
        {
            Note(Branch.CommitNoticeSent);
        }

        if (batch.Records.Any(record => !record.IsCommitNotice && record.CommitNumber.IsGiven))
        {
            Note(Branch.CommittedWriteSent);
        }

        if (batch.Records.Any(record => record.Write is { IsUnderstood: false }))
        {
            Note(Branch.UnknownWriteForwarded);
        }

        if (end.BatchesSent - end.BatchesAcknowledged == world.Plan.Replica.WindowBatches)
        {
            Note(Branch.WindowFull);
        }

        if (end.IsRunEnded && batch.Records.Count > 0)
        {
            Note(Branch.LiveBatchSent);
        }

        end.IsRunEnded |= batch.EndsRun;
    }

    private void Note(Branch branch) => world.Counters.Note(branch);
}
