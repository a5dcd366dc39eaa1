using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Oxbow.Core.Identity;
using Oxbow.Core.Sessions;
using Oxbow.Wire.Sessions;

namespace Oxbow.Wire.Tests.Sessions;

/// <summary>Sessions, their tokens, and tokens that a replica could seal but would not make.</summary>
internal static class Tokens
{
    public static readonly DatabaseId Database = new(new Guid("00112233-4455-6677-8899-aabbccddeeff"));

    public static string Encode(SessionState session) => SessionTokenCodec.Encode(Database, session);

    public static SessionState? Decode(string token) => SessionTokenCodec.TryDecode(Database, token);

    public static SessionState? Return(SessionState session) => Decode(Encode(session));

    public static int BytesOf(SessionState session) => Base64Url.DecodeFromChars(Encode(session)).Length;

    /// <summary>What an unsealed token says: its bytes without the seal.</summary>
    public static byte[] ContentOf(SessionState session) => Base64Url.DecodeFromChars(Encode(session))[..^16];

    /// <summary>Seals any bytes as a replica of the database does, written down from the format and not from the code.</summary>
    public static string Seal(params byte[] content)
    {
        byte[] seal = HMACSHA256.HashData(Convert.FromHexString("00112233445566778899AABBCCDDEEFF"), content);
        return Base64Url.EncodeToString([.. content, .. seal[..16]]);
    }

    public static SessionState WholeSession(int seed)
    {
        Samples samples = new(seed);
        return new()
        {
            ReadVector = samples.Vector(samples.Below(6)),
            WriteVector = samples.Vector(samples.Below(4)),
            CommittedRead = samples.CommitNumber(),
        };
    }

    public static SessionState PerKey(int seed)
    {
        Samples samples = new(seed);
        return WholeSession(seed) with
        {
            Scope = SessionScope.Key,
            KeysRead = Keys(samples, samples.Below(5)),
            KeysWritten = Keys(samples, samples.Below(5)),
        };
    }

    private static ImmutableSortedDictionary<DocumentKey, WriteId> Keys(Samples samples, int count) =>
        Enumerable.Range(0, count).ToImmutableSortedDictionary(
            index => new DocumentKey("collection", $"key {index} 水"),
            _ => new WriteId(samples.Id(), samples.Stamp()));
}
