using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Oxbow.Core.Identity;

namespace Oxbow.Node.Naming;

/// <summary>
/// Which database it is, for people, settings and peers: the first half of the SHA-256 of its id. The id itself is the
/// key that seals session tokens and is shown to nobody; this one can be, since it leads back to nothing.
/// </summary>
public readonly record struct PublicDatabaseId
{
    private const int Bytes = 16;

    private readonly UInt128 value;

    private PublicDatabaseId(UInt128 value) => this.value = value;

    /// <summary>That of a database.</summary>
    public static PublicDatabaseId Of(DatabaseId database)
    {
        Span<byte> id = stackalloc byte[Bytes];
        database.Value.TryWriteBytes(id, bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, hash);
        return new(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>Reads one as <see cref="ToString"/> writes it: 32 hexadecimal digits.</summary>
    /// <param name="text">The digits, of either case.</param>
    /// <returns>Null when the text is something else.</returns>
    public static PublicDatabaseId? TryParse(string? text) =>
        text is { Length: 2 * Bytes } && text.All(char.IsAsciiHexDigit)
            ? new(UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
            : null;

    /// <inheritdoc/>
    public override string ToString() => value.ToString("x32", CultureInfo.InvariantCulture);
}
