using System.Buffers.Binary;

namespace Oxbow.Core.Execution;

/// <summary>
/// What a write changed where it was executed, in sixteen bytes: part of the chained hash, so that replicas that
/// execute one write differently notice.
/// </summary>
/// <param name="High">Zero for an effect that is determined by the write's own bytes.</param>
/// <param name="Low">Then the number of updates of the write that took effect.</param>
public readonly record struct EffectDigest(ulong High, ulong Low)
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = 16;

    /// <summary>The write changed nothing.</summary>
    public static EffectDigest Nothing => default;

    /// <summary>The updates of the write took effect as they stand in it.</summary>
    public static EffectDigest AsWritten(int updateCount) => new(0, (ulong)updateCount);

    /// <summary>Writes sixteen bytes.</summary>
    public void WriteTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, High);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], Low);
    }
}
