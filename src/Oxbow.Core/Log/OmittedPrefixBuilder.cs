using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Log;

/// <summary>Finds what is to be known of the commits up to a number once a log does not hold them any more.</summary>
internal sealed class OmittedPrefixBuilder
{
    private readonly Dictionary<ReplicaId, OmittedChain> chains;
    private readonly Dictionary<ReplicaId, WriteHash> creations;
    private readonly Dictionary<OriginalWrite, WriteId> remade;
    private readonly Dictionary<WriteId, OmittedWrite> recent;

    private OmittedPrefixBuilder(OmittedPrefix before)
    {
        chains = before.Chains.ToDictionary(chain => chain.Origin);
        creations = new(before.Creations);
        remade = new(before.Remade);
        recent = new(before.Recent);
    }

    /// <summary>
    /// Null when a take-over is committed up to the number, and a write of its origin before it is not.
    /// </summary>
    public static OmittedPrefix? Build(CommitNumber number, WriteLog log, Executor executed)
    {
        OmittedPrefixBuilder builder = new(log.Omitted);
        LogDigest digest = log.Omitted.Digest;
        LogEntry[] entries = [.. log.Committed.TakeWhile(entry => entry.CommitNumber <= number)];
        foreach (LogEntry entry in entries)
        {
            digest = digest.With(entry.Write.Hash);
            builder.Note(entry);
        }

        if (!builder.Link(entries.Select(entry => entry.Write)))
        {
            return null;
        }

        return new()
        {
            End = new(number, log.HashAt(number)),
            Epochs = [.. log.Epochs.Starts.Where(start => start.First <= number || start.Epoch == CommitEpoch.First)],
            Evictions = [.. log.Evictions.UpTo(number)],
            Chains = [.. builder.chains.Values],
            Creations = builder.creations,
            Remade = builder.remade,
            Recent = builder.recent.Where(write => write.Key.Stamp >= executed.RememberedFrom).ToDictionary(),
            RememberedFrom = executed.RememberedFrom,
            Digest = digest,
        };
    }

    private void Note(LogEntry entry)
    {
        Write write = entry.Write;
        recent[write.Id] = new(write.Hash, entry.CommitNumber, entry.Outcome);
        if (write.Kind == WriteKind.Creation)
        {
            creations[write.Id.Origin.Child(write.Id.Stamp)] = write.Hash;
        }

        if (write.Original is { } original && !entry.SaysNothing)
        {
            remade.TryAdd(original, write.Id);
        }
    }

    /// <summary>Puts the writes behind what is omitted of their origins; false when that leaves a hole.</summary>
    private bool Link(IEnumerable<Write> writes)
    {
        foreach (Write write in writes.OrderBy(write => write.Id.Stamp))
        {
            ReplicaId origin = write.Id.Origin;
            bool isFirst = !chains.TryGetValue(origin, out OmittedChain chain);
            if (isFirst ? write.Previous != origin.Created : write.PreviousHash != chain.LastHash)
            {
                return false;
            }

            chains[origin] = new(
                origin,
                write.Id.Stamp,
                write.Hash,
                isFirst ? write.PreviousHash : chain.Follows,
                write.Kind == WriteKind.Retirement);
        }

        return true;
    }
}
