using Oxbow.Core.Identity;

namespace Oxbow.Core.Writes;

/// <summary>What a take-over says: the epoch that it begins, and after which commit.</summary>
/// <param name="Epoch">The epoch; its founder is the origin of the write.</param>
/// <param name="After">The last commit of the epochs before; commits of theirs beyond it fall back to tentative.</param>
/// <param name="AfterHash">Chained hash at that number, sixteen bytes.</param>
public readonly record struct TakeOverTerms(CommitEpoch Epoch, CommitNumber After, ReadOnlyMemory<byte> AfterHash)
{
    /// <summary>Bytes of <see cref="AfterHash"/>.</summary>
    public const int AfterHashBytes = 16;
}
