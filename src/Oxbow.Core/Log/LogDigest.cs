using Oxbow.Core.Writes;

namespace Oxbow.Core.Log;

/// <summary>
/// A number over all writes of a log, committed and tentative, whatever their order: the sum of a 64-bit mix of each. Two
/// logs with one digest and equal vectors hold the same writes, byte for byte, but for a chance of one in 2^64.
/// </summary>
internal static class LogDigest
{
    /// <summary>What one write adds: its stamp and the checksum of its bytes, mixed (the finalizer of SplitMix64, Steele et al., OOPSLA 2014).</summary>
    public static ulong Of(Write write)
    {
        ulong mixed = (ulong)write.Id.Stamp.Value ^ ((ulong)Crc32C.Compute(write.Encoded.Span) << 32);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
