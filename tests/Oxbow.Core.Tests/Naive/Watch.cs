using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Vectors;
using Oxbow.Testing.Reference;

namespace Oxbow.Core.Tests.Naive;

/// <summary>Keeps the naive twin of one peer in step with it and compares the two.</summary>
internal sealed class Watch(Peer peer, Oracle oracle)
{
    private int recordsSeen;
    private HashSet<WriteId> closed = [];
    private CommitNumber lastCommitted;

    public NaiveReplica Twin { get; private set; } = new(peer.Id, new ReplicaOptions().RequestWindow);

    /// <summary>The peer took a batch.</summary>
    public void Heard(Batch batch)
    {
        foreach (LogRecord record in batch.Records)
        {
            Twin.Take(record);
        }

        Twin.CommitIfPrimary();
    }

    /// <summary>The peer got mail.</summary>
    public void Heard(Mail mail, int room) => Twin.TakeMail(mail.Write, oracle.CausesOf(mail.Write.Id), room);

    /// <summary>
    /// The peer crashes: its twin starts again from the disk, and has to hold all that it held before.
    /// </summary>
    public void Crashes(Action crash)
    {
        NaiveReplica before = Twin;
        crash();
        NoteAccepted(before);
        Twin = new(peer.Id, new ReplicaOptions().RequestWindow);
        foreach (LogRecord record in peer.Disk.Records)
        {
            Twin.Take(record);
        }

        Twin.CommitIfPrimary();
        Must.HoldForAll(before.Held, id => Twin.Holds(id) && Twin.NumberOf(id) >= before.NumberOf(id), id => $"I14: {id} was not on the disk of {peer.Name}");
        Assert.True(Twin.CommittedCount >= peer.Shown.Value, $"I8: {peer.Name} had shown commit number {peer.Shown} and came back with {Twin.CommittedCount}");
        closed = [];
        lastCommitted = CommitNumber.None;
        Check(inDepth: true);
    }

    /// <summary>
    /// Compares the peer with its twin: what it holds always, documents and outcomes when <paramref name="inDepth"/>.
    /// </summary>
    public void Check(bool inDepth)
    {
        NoteAccepted(Twin);
        Twin.Release(oracle.CausesOf);
        Assert.DoesNotContain(peer.Events, news => news is Alarm);
        CheckStatus(peer.Status(withDocumentsHash: false));
        oracle.CheckClosure(Twin, Twin.Held.Where(closed.Add));
        if (inDepth)
        {
            CheckLog();
            CheckView(ReadView.Latest);
            CheckView(ReadView.Committed);
        }
    }

    /// <summary>
    /// Writes of the peer's own that stand on its disk and that nobody knew of: it has accepted them.
    /// </summary>
    private void NoteAccepted(NaiveReplica twin)
    {
        for (; recordsSeen < peer.Disk.Records.Count; recordsSeen++)
        {
            LogRecord record = peer.Disk.Records[recordsSeen];
            if (record.Write is { } write && write.Id.Origin == peer.Id && !oracle.Knows(write.Id))
            {
                Assert.False(twin.FindRequest(write) is not null, $"I16: {write.Id} was accepted although its idempotency key was known");
                oracle.Accepted(write, twin.Held);
                twin.Take(LogRecord.Of(write, CommitNumber.None));
                twin.CommitIfPrimary();
            }
        }
    }

    private void CheckStatus(ReplicaStatus status)
    {
        Assert.Equal((Twin.CommittedCount, Twin.Held.Count - Twin.CommittedCount), (status.CommitNumber.Value, status.TentativeCount));
        Assert.Equal(Twin.WaitingCount, status.HeldBackCount);
        Assert.Equal(Twin.Primary, status.Primary);
        Assert.Equal(Twin.Vector(), status.Known);
        Assert.True(status.CommitNumber >= lastCommitted, "I8: the commit number fell");
        lastCommitted = status.CommitNumber;
        oracle.CheckCommits(Twin, status.Hash);
        DenseVector completed = DenseVector.From(status.Known, new());
        Must.HoldForAll(oracle.Writes, id => completed.Covers(id.Origin, id.Stamp) == Twin.Holds(id), id => $"I1, I18: what the vector of {peer.Name} says of {id} is wrong");
    }

    private void CheckLog()
    {
        IReadOnlyList<LogEntryView> real = peer.Log();
        int omitted = (int)peer.Disk.Start.Omitted.End.Number.Value;
        Assert.Equal(Twin.Log.Skip(omitted).Select(entry => (entry.Write.Id, entry.Number)), real.Select(entry => (entry.Write.Id, entry.CommitNumber)));
        Assert.Equal(Twin.Outcomes().Skip(omitted), real.Select(entry => entry.Outcome));
    }

    private void CheckView(ReadView view) => Assert.Equal(
        Twin.Documents(view == ReadView.Committed).Select(
            pair => (pair.Key, pair.Value.Text, pair.Value.Write, pair.Value.Number)),
        peer.Scan(view).Select(document => (Encoding.UTF8.GetString(document.Key.Span), Encoding.UTF8.GetString(document.Value.Span), document.Write, document.CommitNumber)));
}
