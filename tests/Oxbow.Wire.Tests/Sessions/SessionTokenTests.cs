using System.Buffers.Text;
using System.Collections.Immutable;
using Google.Protobuf;
using Oxbow.Core.Identity;
using Oxbow.Core.Sessions;
using Oxbow.Wire.Sessions;

namespace Oxbow.Wire.Tests.Sessions;

/// <summary>Tokens come back as they went; what is not a token of this database is refused and never thrown at the server.</summary>
public sealed class SessionTokenTests
{
    private static readonly DatabaseId Database = new(new Guid("00112233-4455-6677-8899-aabbccddeeff"));

    [Fact]
    public void Every_choice_of_guarantees_and_scope_comes_back_the_same()
    {
        for (int guarantees = 0; guarantees <= (int)Guarantees.All; guarantees++)
        {
            foreach (SessionScope scope in Enum.GetValues<SessionScope>())
            {
                AssertReturns(Session(guarantees) with { Guarantees = (Guarantees)guarantees, Scope = scope });
            }
        }

        AssertReturns(SessionState.New);
    }

    [Fact]
    public void A_token_of_another_database_is_refused()
    {
        string token = SessionTokenCodec.Encode(Database, Session(1));

        Assert.Null(SessionTokenCodec.TryDecode(new(new Guid("10112233-4455-6677-8899-aabbccddeeff")), token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("not a token")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("å水\uD800")]
    public void Text_that_is_no_token_is_refused(string text) => Assert.Null(SessionTokenCodec.TryDecode(Database, text));

    [Fact]
    public void A_token_over_the_limit_is_refused_before_it_is_looked_at()
    {
        string token = new('A', 16 * 1024 * 1024);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(SessionTokenCodec.TryDecode(Database, token));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void Every_truncation_and_every_changed_character_is_refused_or_a_sound_session()
    {
        string token = SessionTokenCodec.Encode(Database, Session(7));
        for (int length = 0; length < token.Length; length++)
        {
            AssertRefusedOrSound(token[..length]);
            foreach (char other in "A_-9z=+ \0水")
            {
                AssertRefusedOrSound(token[..length] + other + token[(length + 1)..]);
            }
        }
    }

    [Fact]
    public void Fields_and_guarantees_of_a_newer_version_are_refused_because_they_might_promise_more()
    {
        byte[] token = Base64Url.DecodeFromChars(SessionTokenCodec.Encode(Database, Session(2)));
        Schema.SessionToken schema = Schema.SessionToken.Parser.ParseFrom(token);

        Assert.Null(Decode([.. token, 15 << 3, 1]));
        Assert.Null(Decode(new Schema.SessionToken(schema) { Guarantees = 16 }.ToByteArray()));
        Assert.Null(Decode(new Schema.SessionToken(schema) { Scope = 2 }.ToByteArray()));
        Assert.Null(Decode(new Schema.SessionToken(schema) { CommittedRead = 1UL << 63 }.ToByteArray()));
    }

    [Fact]
    public void Random_bytes_are_refused_or_a_sound_session()
    {
        Samples samples = new(11);
        for (int round = 0; round < 20_000; round++)
        {
            AssertRefusedOrSound(Base64Url.EncodeToString([9, .. Mark(), .. samples.Bytes(samples.Below(60))]));
        }
    }

    private static byte[] Mark() => [.. Database.Value.ToByteArray(bigEndian: true).Take(8).Reverse()];

    private static SessionState? Decode(byte[] token) => SessionTokenCodec.TryDecode(Database, Base64Url.EncodeToString(token));

    private static SessionState Session(int seed)
    {
        Samples samples = new(seed);
        return new()
        {
            ReadVector = samples.Vector(3),
            WriteVector = samples.Vector(2),
            CommittedRead = samples.CommitNumber(),
            KeysRead = Keys(samples, 3),
            KeysWritten = Keys(samples, 2),
        };
    }

    private static ImmutableSortedDictionary<DocumentKey, WriteId> Keys(Samples samples, int count) =>
        Enumerable.Range(0, count).ToImmutableSortedDictionary(
            index => new DocumentKey("collection", $"key {index} 水"),
            _ => new WriteId(samples.Id(), samples.Stamp()));

    private static void AssertReturns(SessionState session)
    {
        string token = SessionTokenCodec.Encode(Database, session);
        Assert.Equal(Meaning.Of(session), Meaning.Of(SessionTokenCodec.TryDecode(Database, token)));
    }

    private static void AssertRefusedOrSound(string token)
    {
        if (SessionTokenCodec.TryDecode(Database, token) is { } session)
        {
            AssertReturns(session);
        }
    }
}
