using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Oxbow.Core.Identity;
using Oxbow.Core.Sessions;
using Oxbow.Core.Vectors;

namespace Oxbow.Wire.Sessions;

/// <summary>The opaque token that carries a session: message <c>SessionToken</c> of <c>proto/session.proto</c> in base64url.</summary>
public static class SessionTokenCodec
{
    /// <summary>Longest token that is looked at, in characters.</summary>
    public const int MaximumTokenCharacters = 64 * 1024;

    // A field of a newer version may stand for a promise that this one would break: such tokens are refused by their size.
    private static readonly MessageParser<Schema.SessionToken> Parser = Schema.SessionToken.Parser.WithDiscardUnknownFields(true);

    /// <summary>Encodes a session of a database.</summary>
    public static string Encode(DatabaseId database, SessionState session)
    {
        ArgumentNullException.ThrowIfNull(session);
        Schema.SessionToken token = new()
        {
            Database = Mark(database),
            Guarantees = (uint)session.Guarantees,
            Scope = (uint)session.Scope,
            CommittedRead = (ulong)session.CommittedRead.Value,
        };
        SchemaMapping.AddTo(token.ReadVector, session.ReadVector);
        SchemaMapping.AddTo(token.WriteVector, session.WriteVector);
        token.KeysWritten.AddRange(session.KeysWritten.Select(ToSchema));
        token.KeysRead.AddRange(session.KeysRead.Select(ToSchema));
        return Base64Url.EncodeToString(token.ToByteArray());
    }

    /// <summary>Reads a token; null when it is not a token of this database.</summary>
    public static SessionState? TryDecode(DatabaseId database, ReadOnlySpan<char> token)
    {
        if (token.Length is 0 or > MaximumTokenCharacters)
        {
            return null;
        }

        try
        {
            byte[] bytes = Base64Url.DecodeFromChars(token);
            Schema.SessionToken read = Parser.ParseFrom(bytes);
            bool isKnownWholly = read.CalculateSize() == bytes.Length;
            return isKnownWholly && read.Database == Mark(database) ? ToCore(read) : null;
        }
        catch (Exception exception) when (exception is FormatException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static SessionState? ToCore(Schema.SessionToken token)
    {
        bool valid = token.Guarantees <= (uint)Guarantees.All && token.Scope <= (uint)SessionScope.Key && token.CommittedRead <= long.MaxValue;
        return valid
            && SchemaMapping.ToCore(token.ReadVector) is { } readVector
            && SchemaMapping.ToCore(token.WriteVector) is { } writeVector
            && ToCore(token.KeysWritten) is { } keysWritten
            && ToCore(token.KeysRead) is { } keysRead
            ? new()
            {
                Guarantees = (Guarantees)token.Guarantees,
                Scope = (SessionScope)token.Scope,
                ReadVector = readVector,
                WriteVector = writeVector,
                CommittedRead = new((long)token.CommittedRead),
                KeysWritten = keysWritten,
                KeysRead = keysRead,
            }
            : null;
    }

    private static ulong Mark(DatabaseId database) =>
        BinaryPrimitives.ReadUInt64BigEndian(database.Value.ToByteArray(bigEndian: true));

    private static Schema.KeyVersion ToSchema(KeyValuePair<DocumentKey, WriteId> pair) => new()
    {
        Collection = pair.Key.Collection,
        Key = pair.Key.Key,
        Write = SchemaMapping.ToSchema(new VectorEntry(pair.Value.Origin, pair.Value.Stamp)),
    };

    private static ImmutableSortedDictionary<DocumentKey, WriteId>? ToCore(RepeatedField<Schema.KeyVersion> versions)
    {
        ImmutableSortedDictionary<DocumentKey, WriteId>.Builder read = ImmutableSortedDictionary.CreateBuilder<DocumentKey, WriteId>();
        foreach (Schema.KeyVersion version in versions)
        {
            if (SchemaMapping.ToCore(version.Write) is not { } write)
            {
                return null;
            }

            read[new(version.Collection, version.Key)] = new(write.Replica, write.Stamp);
        }

        return read.ToImmutable();
    }
}
