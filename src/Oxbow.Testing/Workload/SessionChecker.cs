using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Workload;

/// <summary>
/// I21: holds the answers that clients get against the exact sets of writes that they have made and seen, and what a
/// replica showed at the moment of the answer (<see cref="ReadableBounds"/>).
/// </summary>
internal sealed class SessionChecker(World world)
{
    public void Check(PendingRequest pending, SimulatedProcess process, Reply reply)
    {
        SimulatedClient client = pending.Client;
        ReadableBounds readable = ReadableBounds.At(process, reply.Id);
        switch (reply)
        {
            case WriteAccepted accepted:
                Accepted(pending, process, accepted.Fate);
                break;
            case DocumentRead read:
                Read(pending, process, readable, read.Document);
                break;
            case DocumentsRead when client.Scope == SessionScope.Session:
                ReadAll(pending, process, readable);
                break;
            case DocumentsRead read:
                Scanned(pending, process, readable, read);
                break;
            case Rejected { Rejection.Code: RejectionCode.SessionNotSatisfied }:
                Refused(pending, process, readable);
                break;
        }
    }

    private void Accepted(PendingRequest pending, SimulatedProcess process, WriteFate fate)
    {
        SimulatedClient client = pending.Client;
        KnownWrite write = process.Model.FindEver(fate.Write)
            ?? throw Broken(client, process, $"says that it accepted {fate.Write}, which is not in its journal");
        if (client.Scope == SessionScope.Session && !pending.IsRepeated(write))
        {
            Require(client, process, Guarantees.MonotonicWrites, write.Dependencies, client.Written);
            Require(client, process, Guarantees.WritesFollowReads, write.Dependencies, client.ReadAtLeast);
        }

        client.Written[write.Line] = Math.Max(client.Written[write.Line], write.Ordinal + 1);
        foreach (DocumentKey key in pending.Keys)
        {
            client.KeysWritten[key] = client.KeysWritten.TryGetValue(key, out Core.Identity.WriteId last) && last > fate.Write ? last : fate.Write;
        }
    }

    private void Read(PendingRequest pending, SimulatedProcess process, ReadableBounds readable, DocumentView? document)
    {
        SimulatedClient client = pending.Client;
        DocumentKey key = pending.Keys[0];
        if (client.Scope == SessionScope.Session)
        {
            ReadAll(pending, process, readable);
            return;
        }

        RequireKey(client, process, readable, Guarantees.ReadYourWrites, client.KeysWritten, key, document);
        RequireKey(client, process, readable, Guarantees.MonotonicReads, client.KeysRead, key, document);
        NoteCommittedRead(pending, process);
        if (document is not null)
        {
            client.KeysRead[key] = document.Write;
        }
    }

    /// <summary>
    /// Per key, a scan has to satisfy every document as far as it came that the session knows, shown or not, and counts
    /// as a read of every one that it shows.
    /// </summary>
    private void Scanned(PendingRequest pending, SimulatedProcess process, ReadableBounds readable, DocumentsRead read)
    {
        SimulatedClient client = pending.Client;
        string collection = pending.Keys[0].Collection;
        Dictionary<DocumentKey, DocumentView> shown = read.Documents.ToDictionary(
            document => new DocumentKey(collection, Encoding.UTF8.GetString(document.Key.Span)));
        foreach (DocumentKey key in client.KeysWritten.Keys.Union(client.KeysRead.Keys).Where(key => key.Collection == collection && IsReached(read, key.Key)))
        {
            RequireKey(client, process, readable, Guarantees.ReadYourWrites, client.KeysWritten, key, shown.GetValueOrDefault(key));
            RequireKey(client, process, readable, Guarantees.MonotonicReads, client.KeysRead, key, shown.GetValueOrDefault(key));
        }

        NoteCommittedRead(pending, process);
        foreach ((DocumentKey key, DocumentView document) in shown)
        {
            client.KeysRead[key] = document.Write;
        }
    }

    private static bool IsReached(DocumentsRead read, string key) =>
        !read.HasMore || Encoding.UTF8.GetBytes(key).AsSpan().SequenceCompareTo(read.Documents[^1].Key.Span) <= 0;

    private void ReadAll(PendingRequest pending, SimulatedProcess process, ReadableBounds readable)
    {
        SimulatedClient client = pending.Client;
        Require(client, process, Guarantees.ReadYourWrites, readable.Most, client.Written);
        Require(client, process, Guarantees.MonotonicReads, readable.Most, client.ReadAtLeast);
        client.ReadAtLeast.Add(readable.Least);
        client.ReadAtMost.Add(readable.Most);
        NoteCommittedRead(pending, process);
    }

    private void NoteCommittedRead(PendingRequest pending, SimulatedProcess process)
    {
        SimulatedClient client = pending.Client;
        if (pending.View != ReadView.Committed)
        {
            return;
        }

        // Commits that fell back in this turn may have been there at the read, or not any more.
        CommitNumber now = process.Model.ExecutedTip.Number;
        CommitNumber number = process.Model.HasRolledBack ? Larger(now, process.ExecutedBefore) : now;
        CommitNumber least = number == now ? process.ExecutedBefore : now;
        if (client.Guarantees.HasFlag(Guarantees.MonotonicReads) && number < client.CommittedReadAtLeast)
        {
            throw Broken(client, process, $"shows the committed state at {number} after {client.CommittedReadAtLeast}");
        }

        client.CommittedReadAtLeast = Larger(client.CommittedReadAtLeast, least);
        client.CommittedReadAtMost = Larger(client.CommittedReadAtMost, number);
    }

    /// <summary>A replica that surely held everything has no reason to refuse.</summary>
    private void Refused(PendingRequest pending, SimulatedProcess process, ReadableBounds readable)
    {
        SimulatedClient client = pending.Client;
        bool hasAll = readable.Least.Covers(client.Written) && readable.Least.Covers(client.ReadAtMost);
        bool isRecent = process.ExecutedBefore >= client.CommittedReadAtMost && !process.Model.HasRolledBack;
        if (world.Oracle is { IsForked: false, Evicted.Count: 0 } && client.Scope == SessionScope.Session && hasAll && isRecent)
        {
            throw Broken(client, process, "refuses a session and lacks nothing that it needs");
        }
    }

    private void Require(
        SimulatedClient client, SimulatedProcess process, Guarantees guarantee, Holdings held, Holdings needed)
    {
        if (client.Guarantees.HasFlag(guarantee) && !held.Covers(needed) && world.Oracle.Missing(held, needed).Any(write => !IsMadeAgain(write, held)))
        {
            throw Broken(client, process, $"breaks {guarantee}");
        }
    }

    private void RequireKey(
        SimulatedClient client,
        SimulatedProcess process,
        ReadableBounds readable,
        Guarantees guarantee,
        Dictionary<DocumentKey, Core.Identity.WriteId> needed,
        DocumentKey key,
        DocumentView? document)
    {
        if (client.Guarantees.HasFlag(guarantee)
            && needed.TryGetValue(key, out Core.Identity.WriteId write)
            && !world.Oracle.IsConfused(write.Origin)
            && !world.Oracle.Find(write).Any(known => readable.Most.Holds(known) || IsMadeAgain(known, readable.Most))
            && !(document?.Write >= write))
        {
            throw Broken(client, process, $"breaks {guarantee} of document {key}");
        }
    }

    /// <summary>
    /// True when a write had to leave the logs, and what it changed is here as one that was made again from it. One
    /// that changes no document is not made again.
    /// </summary>
    private bool IsMadeAgain(KnownWrite write, Holdings held) =>
        write.Write is { Kind: WriteKind.Update, IsUnderstood: true }
            ? world.Oracle.Lines.Any(line => line.Writes.Take(held[line]).Any(
                other => other.Original is not null && other.Root == write.Root))
            : world.Processes.Exists(process => process.Model.Withdrawn.Contains(write));

    private static CommitNumber Larger(CommitNumber left, CommitNumber right) => left > right ? left : right;

    private static InvariantBrokenException Broken(SimulatedClient client, SimulatedProcess process, string what) =>
        new("I21", $"{process.Name} {what} to {client.Name}");
}
