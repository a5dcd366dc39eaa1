using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Model;

/// <summary>Which branches of the product a commit shows.</summary>
internal static class CommitNotes
{
    /// <summary>Of a commit that nobody knew of before.</summary>
    /// <param name="write">The write committed.</param>
    /// <param name="tip">The commit before it.</param>
    /// <param name="noted">Is told of each branch.</param>
    public static void OfNew(KnownWrite write, Commit tip, Action<Branch> noted)
    {
        noted(Branch.WriteCommitted);
        if (tip.Next.Count > 0)
        {
            noted(Branch.CommitNumberGivenAgain);
        }

        if (tip.Write is { } before && before.Id > write.Id)
        {
            noted(Branch.CommittedAgainstStampOrder);
        }

        if (write.Write.HandOffTarget is not null)
        {
            noted(Branch.HandOffCommitted);
        }

        if (write.Write.TakeOver is not null)
        {
            noted(tip.BeginsEpoch(write.Write) ? Branch.TakenOver : Branch.TakeOverCommittedElsewhere);
        }
    }
}
