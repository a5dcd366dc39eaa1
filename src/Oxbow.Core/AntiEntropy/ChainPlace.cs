using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Writes;

namespace Oxbow.Core.AntiEntropy;

/// <summary>
/// The place of a write among those of its origin. Every write names the hash of the one before it, so a fork shows.
/// </summary>
/// <param name="Relation">How it stands to them.</param>
/// <param name="Rival">For <see cref="ChainRelation.Forks"/>: the write here that follows the same one.</param>
internal readonly record struct ChainPlace(ChainRelation Relation, LogEntry? Rival)
{
    public static ChainPlace Of(Write write, WriteLog log)
    {
        OriginLog? chain = log.ChainOf(write.Id.Origin);
        AcceptStamp expected = chain?.LastStamp ?? write.Id.Origin.Created;
        if (write.Previous > expected)
        {
            return new(ChainRelation.Hole, null);
        }

        WriteHash? head = chain?.Head ?? log.HeadOf(write.Id.Origin);
        if (write.Previous == expected && (head is null || write.PreviousHash == head))
        {
            return new(chain is { HasRetired: true } ? ChainRelation.Foreign : ChainRelation.Follows, null);
        }

        return FindRival(write, log, chain) is { } rival
            ? new(ChainRelation.Forks, rival)
            : new(ChainRelation.Foreign, null);
    }

    /// <summary>
    /// Which of two histories of an id stays: the one with a commit; else the one that left their common past earlier,
    /// so that every replica keeps the same one whichever it meets first.
    /// </summary>
    public bool Yields(Write newcomer, bool isCommitted, OriginLog chain)
    {
        if (Rival is null || chain.LastCommitted >= Rival.Stamp)
        {
            return false;
        }

        int order = newcomer.Id.Stamp.CompareTo(Rival.Stamp);
        return isCommitted || order < 0 || (order == 0 && newcomer.Hash.CompareTo(Rival.Write.Hash) < 0);
    }

    private static LogEntry? FindRival(Write write, WriteLog log, OriginLog? chain)
    {
        if (chain is null)
        {
            return null;
        }

        bool followsCreation = chain.First is { } first
            && first.Write.Previous == write.Previous
            && first.Write.PreviousHash == write.PreviousHash;
        return followsCreation ? chain.First
            : log.Find(new(write.Id.Origin, write.Previous)) is { } before
                && before.Write.Hash == write.PreviousHash ? chain.After(before.Stamp)
            : null;
    }
}
