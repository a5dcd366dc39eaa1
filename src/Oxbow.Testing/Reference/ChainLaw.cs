using System.Buffers.Binary;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Writes;

namespace Oxbow.Testing.Reference;

/// <summary>
/// The chained hash and what a take-over has to name of it, told anew from the documentation. Not the product's own,
/// but for the hash function: both would leave out the same thing.
/// </summary>
internal static class ChainLaw
{
    /// <summary>The hash after one more commit.</summary>
    public static ChainHash Extend(ChainHash before, Write write, Outcome outcome)
    {
        int updates = 0;
        foreach (Update _ in outcome == Outcome.Applied ? write.ReadUpdates() : default)
        {
            updates++;
        }

        WriteHash hash = WriteHash.Of(write.Encoded.Span);
        Span<byte> input = stackalloc byte[49];
        BinaryPrimitives.WriteUInt64BigEndian(input, before.High);
        BinaryPrimitives.WriteUInt64BigEndian(input[8..], before.Low);
        BinaryPrimitives.WriteUInt64BigEndian(input[16..], hash.High);
        BinaryPrimitives.WriteUInt64BigEndian(input[24..], hash.Low);
        BinaryPrimitives.WriteUInt64BigEndian(input[32..], 0);
        BinaryPrimitives.WriteUInt64BigEndian(input[40..], (ulong)updates);
        input[48] = (byte)outcome;
        WriteHash next = WriteHash.Of(input);
        return new(next.High, next.Low);
    }

    /// <summary>
    /// Whether a write that is committed next begins an epoch: after the very history that it names, into a larger one.
    /// </summary>
    /// <param name="write">Any write.</param>
    /// <param name="number">The last commit before it.</param>
    /// <param name="epoch">The epoch of that.</param>
    /// <param name="hash">Gives the chained hash at that number; asked only for a take-over that names it.</param>
    public static bool BeginsEpoch(Write write, CommitNumber number, CommitEpoch epoch, Func<ChainHash> hash) =>
        write.TakeOver is { } terms
        && terms.After == number
        && terms.Epoch > epoch
        && ChainHash.Read(terms.AfterHash.Span) == hash();
}
