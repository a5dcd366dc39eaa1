using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Oxbow.Core.Identity;
using Oxbow.Core.Sessions;

namespace Oxbow.Wire.Sessions;

/// <summary>
/// The opaque token that carries a session between programs and replicas, as base64url text that is also a header.
/// Only replicas of the database can make one: anything else is refused, whatever it is.
/// </summary>
/// <remarks>
/// <para>A token is, before base64url (without padding):</para>
/// <code>
/// version    1 byte    1
/// flags      1 byte    bits 0 to 3: guarantees (1 read your writes, 2 monotonic reads, 4 writes follow reads,
///                      8 monotonic writes); bit 4: 0 whole session, 1 scope per key
/// committed  varint    largest commit number of a committed read
/// newest     fixed64   largest stamp of all below, "maximum" apart
/// replicas   count, then each: varint (shared * 65 + added), added * fixed64
/// read       one age for each replica
/// written    count, then each: varint position of the replica, age
/// keys       scope per key alone; twice (written, read): count, then each: length and UTF-8 of the collection,
///                      length and UTF-8 of the key, varint position of the replica, age
/// seal       16 bytes  the first half of HMAC-SHA256 over all before, by the 16 bytes of the database id
/// </code>
/// <para>
/// Counts and lengths are varints, fixed64 is little-endian. Replicas are sorted by id; <c>shared</c> is the number of
/// creation stamps that an id has in common with the one before it, <c>added</c> the number of its own that follow.
/// An age is a varint: 0 no entry (in <c>read</c> alone), 1 the stamp "maximum" that stands for everything of a retired
/// replica, else <c>newest</c> - stamp + 2. Documents are sorted, and written entries by position.
/// </para>
/// <para>
/// So a replica takes 1 + 8 bytes for its id and 7 for an age below 99 days (8 up to 34 years): 16. Write entries that
/// the read vector makes redundant stay out (<see cref="SessionState.WithoutRedundantWrites"/>); any other takes 8 more.
/// </para>
/// </remarks>
public static class SessionTokenCodec
{
    /// <summary>Longest token that is looked at, in characters: room for some 3000 replicas.</summary>
    public const int MaximumTokenCharacters = 64 * 1024;

    /// <summary>A newer version may stand for a promise that this one would break: it is refused.</summary>
    private const byte Version = 1;

    private const int DatabaseIdBytes = 16;
    private const int SealBytes = 16;
    private const int VersionBytes = 1;

    /// <summary>Encodes a session of a database.</summary>
    public static string Encode(DatabaseId database, SessionState session)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArrayBufferWriter<byte> token = new();
        token.Write([Version]);
        new SessionTokenWriter(token, session.WithoutRedundantWrites()).Write();
        token.Write(Seal(database, token.WrittenSpan));
        return Base64Url.EncodeToString(token.WrittenSpan);
    }

    /// <summary>Reads a token; null when no replica of this database issued it, or a newer version did. Never throws.</summary>
    public static SessionState? TryDecode(DatabaseId database, ReadOnlySpan<char> token)
    {
        if (token.Length is 0 or > MaximumTokenCharacters)
        {
            return null;
        }

        Span<byte> buffer = new byte[Base64Url.GetMaxDecodedLength(token.Length)];
        OperationStatus status = Base64Url.DecodeFromChars(token, buffer, out _, out int length);
        if (status != OperationStatus.Done || length < VersionBytes + SealBytes)
        {
            return null;
        }

        ReadOnlySpan<byte> content = buffer[..(length - SealBytes)];
        bool isIssued = CryptographicOperations.FixedTimeEquals(Seal(database, content), buffer[content.Length..length])
            && IsTextOf(buffer[..length], token);
        return isIssued && content[0] == Version ? new SessionTokenReader(content[VersionBytes..]).Read() : null;
    }

    /// <summary>Padding, white space and unused bits would give one token many texts: there is only the one that was issued.</summary>
    private static bool IsTextOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<char> token) =>
        token.SequenceEqual(Base64Url.EncodeToString(bytes));

    private static ReadOnlySpan<byte> Seal(DatabaseId database, ReadOnlySpan<byte> content)
    {
        Span<byte> key = stackalloc byte[DatabaseIdBytes];
        database.Value.TryWriteBytes(key, bigEndian: true, out _);
        return HMACSHA256.HashData(key, content).AsSpan(0, SealBytes);
    }
}
