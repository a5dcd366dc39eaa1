using System.Collections.Immutable;
using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Sessions;

/// <summary>
/// Keeps what a session of scope <see cref="SessionScope.Key"/> remembers within its limits: the oldest writes are
/// folded into the vectors. Operations on one document were held to such a write, now all are: that asks for more,
/// never for less.
/// </summary>
internal static class KeyFolding
{
    /// <summary>The session with as many of its oldest keys folded as the limits ask for.</summary>
    public static SessionState WithinLimits(SessionState session)
    {
        while (HasTooMuch(session))
        {
            session = FoldOldest(session);
        }

        return session;
    }

    private static bool HasTooMuch(SessionState session) =>
        IsTooLong(session.KeysWritten)
        || IsTooLong(session.KeysRead)
        || TextBytes(session.KeysWritten) + TextBytes(session.KeysRead) > SessionState.MaximumKeyTextBytes;

    private static SessionState FoldOldest(SessionState session)
    {
        if (IsTooLong(session.KeysWritten) || (!IsTooLong(session.KeysRead) && IsOldestWritten(session)))
        {
            VersionVector written = Raise(session.WriteVector, session.KeysWritten);
            return session with { WriteVector = written, KeysWritten = Uncovered(session.KeysWritten, written) };
        }

        VersionVector read = Raise(session.ReadVector, session.KeysRead);
        return session with { ReadVector = read, KeysRead = Uncovered(session.KeysRead, read) };
    }

    private static bool IsTooLong(ImmutableSortedDictionary<DocumentKey, WriteId> keys) => keys.Count > SessionState.MaximumKeys;

    private static bool IsOldestWritten(SessionState session) =>
        session.KeysRead.IsEmpty || (!session.KeysWritten.IsEmpty && session.KeysWritten.Values.Min() <= session.KeysRead.Values.Min());

    private static int TextBytes(ImmutableSortedDictionary<DocumentKey, WriteId> keys) =>
        keys.Keys.Sum(key => Encoding.UTF8.GetByteCount(key.Collection) + Encoding.UTF8.GetByteCount(key.Key));

    private static VersionVector Raise(VersionVector vector, ImmutableSortedDictionary<DocumentKey, WriteId> keys)
    {
        WriteId oldest = keys.Values.Min();
        return vector.With(oldest.Origin, oldest.Stamp);
    }

    /// <summary>What the vector covers it asks for already, of every operation.</summary>
    private static ImmutableSortedDictionary<DocumentKey, WriteId> Uncovered(
        ImmutableSortedDictionary<DocumentKey, WriteId> keys, VersionVector vector) =>
        keys.RemoveRange(keys.Where(pair => vector[pair.Value.Origin] >= pair.Value.Stamp).Select(pair => pair.Key));
}
