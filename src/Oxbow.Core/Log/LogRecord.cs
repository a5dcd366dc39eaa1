using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Log;

/// <summary>
/// One step in the growth of a log, as it stands in the journal and in a batch to a peer: a write, with its
/// commit number when it has one, or a commit notice for a write that the reader holds already.
/// </summary>
/// <param name="Write">The write; null in a commit notice.</param>
/// <param name="Id">The id of the write.</param>
/// <param name="CommitNumber">The commit number; <see cref="CommitNumber.None"/> for a tentative write.</param>
public readonly record struct LogRecord(Write? Write, WriteId Id, CommitNumber CommitNumber)
{
    /// <summary>In a journal: commits after <see cref="CommitNumber"/> became tentative again.</summary>
    public bool IsRollBack { get; private init; }

    /// <summary>
    /// In a journal: the tentative writes of <see cref="Id"/>'s origin after its stamp left the log, and those of the
    /// replicas that they created.
    /// </summary>
    public bool IsWithdrawal { get; private init; }

    /// <summary>True for what a journal holds and no peer says.</summary>
    public bool IsOfJournal => IsRollBack || IsWithdrawal;

    /// <summary>True when the record only tells the commit number of a write held already.</summary>
    public bool IsCommitNotice => Write is null && !IsOfJournal;

    /// <summary>
    /// In a commit notice from a peer: the hash of the write, which tells it from another one of its id;
    /// <see cref="WriteHash.None"/> when the notice does not say.
    /// </summary>
    public WriteHash NoticedHash { get; init; }

    /// <summary>
    /// Of a roll back: the number of the epoch that is followed; its founder stands as the origin of <see cref="Id"/>.
    /// </summary>
    public long EpochNumber { get; private init; }

    /// <summary>Of a roll back: the epoch that is followed from there on.</summary>
    public CommitEpoch Epoch => new(EpochNumber, Id.Origin);

    /// <summary>
    /// Commits after a number became tentative again, because another history of a larger epoch goes on there.
    /// </summary>
    public static LogRecord RollBackTo(CommitNumber number, CommitEpoch epoch) =>
        new(null, new(epoch.Founder, AcceptStamp.None), number) { IsRollBack = true, EpochNumber = epoch.Number };

    /// <summary>
    /// The tentative writes of an origin after one of them left the log; with no stamp all of them did.
    /// </summary>
    public static LogRecord WithdrawalAfter(WriteId kept) => new(null, kept, CommitNumber.None) { IsWithdrawal = true };

    /// <summary>A write with its commit number, if any.</summary>
    public static LogRecord Of(Write write, CommitNumber commitNumber)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new(write, write.Id, commitNumber);
    }

    /// <summary>
    /// True when this is not about that write: two histories of an id can give one stamp, so the id alone does not tell.
    /// </summary>
    internal bool IsOther(Write held)
    {
        WriteHash hash = Write?.Hash ?? NoticedHash;
        return Id != held.Id || (hash != WriteHash.None && hash != held.Hash);
    }

    /// <summary>The news that a write held already is committed.</summary>
    public static LogRecord Notice(WriteId id, CommitNumber commitNumber) => new(null, id, commitNumber);
}
