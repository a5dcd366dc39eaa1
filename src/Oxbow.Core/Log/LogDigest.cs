using System.Buffers.Binary;
using System.Globalization;
using Oxbow.Core.Identity;

namespace Oxbow.Core.Log;

/// <summary>
/// A number over all writes of a log, committed and tentative, whatever their order: the sum of their hashes modulo
/// 2^128. Two logs with one digest and equal vectors hold the same writes, byte for byte, unless somebody who can
/// choose the bytes of very many writes made it so.
/// </summary>
/// <param name="Value">The sum.</param>
public readonly record struct LogDigest(UInt128 Value)
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = 16;

    /// <summary>Reads the sixteen bytes that <see cref="WriteTo"/> writes.</summary>
    public static LogDigest Read(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt128BigEndian(source));

    /// <summary>Writes sixteen bytes.</summary>
    public void WriteTo(Span<byte> target) => BinaryPrimitives.WriteUInt128BigEndian(target, Value);

    /// <summary>The digest with one write more.</summary>
    public LogDigest With(WriteHash write) => new(unchecked(Value + new UInt128(write.High, write.Low)));

    /// <summary>The digest with one write less.</summary>
    public LogDigest Without(WriteHash write) => new(unchecked(Value - new UInt128(write.High, write.Low)));

    /// <summary>Thirty-two hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
