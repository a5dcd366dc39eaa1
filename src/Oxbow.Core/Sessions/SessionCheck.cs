using System.Collections.Immutable;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Sessions;

/// <summary>
/// Decides whether a replica may serve an operation of a session: it has to hold every write the guarantees
/// ask for (PDIS 1994, table 1). Holding tentatively is holding; a retired replica's writes count as held
/// wherever its retirement is known.
/// </summary>
internal static class SessionCheck
{
    /// <summary>What the replica lacks for a read; empty when it may answer.</summary>
    public static ImmutableArray<VectorEntry> MissingForRead(SessionState session, WriteLog log) =>
        Missing(session, log, Guarantees.ReadYourWrites, Guarantees.MonotonicReads);

    /// <summary>What the replica lacks for a write; empty when it may accept.</summary>
    public static ImmutableArray<VectorEntry> MissingForWrite(SessionState session, WriteLog log) =>
        Missing(session, log, Guarantees.MonotonicWrites, Guarantees.WritesFollowReads);

    /// <summary>What the replica lacks for a read of some documents in scope <see cref="SessionScope.Key"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="log">The replica's log.</param>
    /// <param name="documents">
    /// The documents, each with the write whose version the replica holds, if any: a newer one serves as well.
    /// </param>
    public static ImmutableArray<VectorEntry> MissingForRead(
        SessionState session, WriteLog log, IEnumerable<KeyValuePair<DocumentKey, WriteId?>> documents) =>
        MissingOf(session, log, documents, Guarantees.ReadYourWrites, Guarantees.MonotonicReads);

    /// <summary>What the replica lacks for a write of some documents in scope <see cref="SessionScope.Key"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="log">The replica's log.</param>
    /// <param name="documents">The documents, each with the write whose version the replica holds, if any.</param>
    public static ImmutableArray<VectorEntry> MissingForWrite(
        SessionState session, WriteLog log, IEnumerable<KeyValuePair<DocumentKey, WriteId?>> documents) =>
        MissingOf(session, log, documents, Guarantees.MonotonicWrites, Guarantees.WritesFollowReads);

    /// <summary>
    /// What the replica lacks of everything that another replica held, its knowledge of retirements included.
    /// </summary>
    public static ImmutableArray<VectorEntry> Missing(VersionVector held, WriteLog log)
    {
        ImmutableArray<VectorEntry>.Builder missing = ImmutableArray.CreateBuilder<VectorEntry>();
        AddUncovered(missing, held, log);
        AddUnfinished(missing, held, log);
        return missing.ToImmutable();
    }

    private static ImmutableArray<VectorEntry> Missing(SessionState session, WriteLog log, Guarantees onWrites, Guarantees onReads)
    {
        ImmutableArray<VectorEntry>.Builder missing = ImmutableArray.CreateBuilder<VectorEntry>();
        if (session.Guarantees.HasFlag(onWrites))
        {
            AddUncovered(missing, session.WriteVector, log);
        }

        if (session.Guarantees.HasFlag(onReads))
        {
            AddUncovered(missing, session.ReadVector, log);
            // In scope Key the vector holds a few writes, not all that a replica held: absence from it says nothing.
            if (session.Scope == SessionScope.Session)
            {
                AddUnfinished(missing, session.ReadVector, log);
            }
        }

        return missing.ToImmutable();
    }

    private static void AddUncovered(ImmutableArray<VectorEntry>.Builder missing, VersionVector vector, WriteLog log)
    {
        foreach (VectorEntry entry in vector.Entries)
        {
            if (!log.Known.Covers(entry.Replica, entry.Stamp) && !log.Remade.Covers(entry.Replica, entry.Stamp))
            {
                missing.Add(entry);
            }
        }
    }

    /// <summary>
    /// Replicas that had retired where the session read, and that this replica does not know to have retired.
    /// </summary>
    private static void AddUnfinished(ImmutableArray<VectorEntry>.Builder missing, VersionVector read, WriteLog log)
    {
        for (int index = 0; index < log.Replicas.Count && !read.Entries.IsEmpty; index++)
        {
            ReplicaIndex replica = new(index);
            ReplicaId id = log.Replicas.IdOf(replica);
            if (log.Known.Has(replica) && !read[id].IsGiven && read.Completed(id) > log.Known[replica])
            {
                missing.Add(new(id, AcceptStamp.Maximum));
            }
        }
    }

    private static ImmutableArray<VectorEntry> MissingOf(
        SessionState session,
        WriteLog log,
        IEnumerable<KeyValuePair<DocumentKey, WriteId?>> documents,
        Guarantees onWrites,
        Guarantees onReads)
    {
        ImmutableArray<VectorEntry>.Builder missing = ImmutableArray.CreateBuilder<VectorEntry>();
        missing.AddRange(Missing(session, log, onWrites, onReads));
        foreach ((DocumentKey key, WriteId? present) in documents)
        {
            if (session.Guarantees.HasFlag(onWrites) && session.KeysWritten.TryGetValue(key, out WriteId written))
            {
                AddUnlessHeld(missing, written, log, present);
            }

            if (session.Guarantees.HasFlag(onReads) && session.KeysRead.TryGetValue(key, out WriteId read))
            {
                AddUnlessHeld(missing, read, log, present);
            }
        }

        // One replica's writes are missing up to the newest of them.
        return [.. missing.GroupBy(entry => entry.Replica, (replica, entries) => new VectorEntry(replica, entries.Max(entry => entry.Stamp)))];
    }

    private static void AddUnlessHeld(ImmutableArray<VectorEntry>.Builder missing, WriteId needed, WriteLog log, WriteId? present)
    {
        if (!(present >= needed) && !log.Covers(needed) && !log.Remade.Covers(needed.Origin, needed.Stamp))
        {
            missing.Add(new(needed.Origin, needed.Stamp));
        }
    }
}
