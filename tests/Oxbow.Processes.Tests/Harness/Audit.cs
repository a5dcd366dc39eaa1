using System.Globalization;
using Oxbow.Client;
using Oxbow.Core.Identity;

namespace Oxbow.Processes.Tests.Harness;

/// <summary>Holds what a node has against what was promised.</summary>
internal static class Audit
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The whole log of a replica without tentative writes: commit numbers and stamps are given once, ids are good.</summary>
    public static async Task<IReadOnlyList<LogEntry>> CommittedLogAsync(NodeProcess node)
    {
        List<LogEntry> log = await node.Client.LogAsync(Cancellation).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(1, log.Count).Select(number => (long?)number), log.Select(entry => entry.CommitNumber));
        Dictionary<ReplicaId, AcceptStamp> last = [];
        foreach (LogEntry entry in log)
        {
            Assert.True(WriteId.TryParse(entry.Write, out WriteId id), entry.Write);
            Assert.True(last.GetValueOrDefault(id.Origin) < id.Stamp, $"{node.Name} gave a stamp twice, or out of order: {entry.Write}");
            last[id.Origin] = id.Stamp;
        }

        return log;
    }

    /// <summary>What was committed stays as it was, and where it was.</summary>
    public static void Continues(IReadOnlyList<LogEntry> earlier, IReadOnlyList<LogEntry> later) =>
        Assert.Equal(
            earlier.Select(entry => (entry.CommitNumber, entry.Write)),
            later.Take(earlier.Count).Select(entry => (entry.CommitNumber, entry.Write)));

    /// <summary>Each acknowledged write is in the log with its value, and under its commit number if it was told one.</summary>
    public static void HoldsAll(IReadOnlyList<LogEntry> log, IEnumerable<Writer> writers)
    {
        Dictionary<string, LogEntry> byId = log.ToDictionary(entry => entry.Write, StringComparer.Ordinal);
        foreach (AcknowledgedWrite write in writers.SelectMany(writer => writer.Acknowledged))
        {
            Assert.True(byId.TryGetValue(write.Result.Write, out LogEntry? entry), $"Acknowledged and lost: {write}");
            Update update = Assert.Single(entry.Updates!);
            Assert.Equal(write.Key, update.Key);
            Assert.Equal(write.Value, update.Put!.Value.GetInt32());
            Assert.Equal(write.Result.CommitNumber ?? entry.CommitNumber, entry.CommitNumber);
        }
    }

    /// <summary>Reads give the last acknowledged value of each key, or a later one of the same writer; fates are as told.</summary>
    public static async Task AnswersAsync(NodeProcess node, IEnumerable<Writer> writers)
    {
        foreach (Writer writer in writers)
        {
            foreach (AcknowledgedWrite write in writer.Latest)
            {
                StoredDocument? document = await node.Client.GetAsync(Writer.Collection, write.Key, cancellation: Cancellation);
                Assert.NotNull(document);
                Assert.InRange(int.Parse(document.Json.Span, NumberStyles.None, CultureInfo.InvariantCulture), write.Value, writer.Sent);
                WriteResult? fate = await node.Client.FateAsync(write.Result.Write, cancellation: Cancellation);
                Assert.Equal(WriteState.Committed, fate?.State);
                Assert.Equal(write.Result.CommitNumber ?? fate?.CommitNumber, fate?.CommitNumber);
            }
        }
    }

    /// <summary>The same history, documents and vectors at all nodes.</summary>
    public static async Task<bool> AgreeAsync(IEnumerable<NodeProcess> nodes)
    {
        List<string> states = [];
        foreach (NodeProcess node in nodes)
        {
            ReplicaStatus status = await node.Client.StatusAsync(Cancellation);
            IEnumerable<ReplicaStamp> vector = status.Vector.OrderBy(entry => entry.Replica, StringComparer.Ordinal);
            states.Add($"{status.CommitNumber} {status.Tentative} {status.Hash} {status.StateHash} {string.Join(',', vector)}");
        }

        return states.Distinct().Count() is 1;
    }
}
