using System.Buffers.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Sessions;
using Oxbow.Wire.Sessions;

namespace Oxbow.Wire.Tests.Sessions;

/// <summary>
/// I22: what no replica of this database issued is refused, whatever it is, and never thrown at the server.
/// </summary>
public sealed class HostileTokenTests
{
    private static readonly SessionState[] Sessions = [SessionState.New, Tokens.WholeSession(7), Tokens.PerKey(3)];

    [Fact]
    public void A_token_of_another_database_is_refused()
    {
        DatabaseId other = new(new Guid("10112233-4455-6677-8899-aabbccddeeff"));
        foreach (SessionState session in Sessions)
        {
            Assert.Null(SessionTokenCodec.TryDecode(other, Tokens.Encode(session)));
            Assert.Null(Tokens.Decode(SessionTokenCodec.Encode(other, session)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("not a token")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("å水\uD800")]
    public void Text_that_is_no_token_is_refused(string text) => Assert.Null(Tokens.Decode(text));

    [Fact]
    public void A_token_over_the_limit_is_refused_before_it_is_looked_at()
    {
        string token = new('A', 16 * 1024 * 1024);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(Tokens.Decode(token));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void Every_truncation_and_every_addition_is_refused()
    {
        foreach (string token in Sessions.Select(Tokens.Encode))
        {
            for (int length = 0; length < token.Length; length++)
            {
                Assert.Null(Tokens.Decode(token[..length]));
                Assert.Null(Tokens.Decode(token[length..][1..]));
            }

            foreach (string addition in new[] { "A", "AA", "AAAA", "=", "==", " ", "\n", "\0", "水" })
            {
                Assert.Null(Tokens.Decode(token + addition));
                Assert.Null(Tokens.Decode(addition + token));
            }
        }
    }

    [Fact]
    public void Every_changed_byte_is_refused()
    {
        foreach (byte[] bytes in Sessions.Select(session => Base64Url.DecodeFromChars(Tokens.Encode(session))))
        {
            for (int position = 0; position < bytes.Length; position++)
            {
                for (int change = 1; change < 256; change++)
                {
                    byte[] changed = [.. bytes];
                    changed[position] ^= (byte)change;
                    Assert.Null(Tokens.Decode(Base64Url.EncodeToString(changed)));
                }
            }
        }
    }

    /// <summary>
    /// Also where the changed character stands for the same bytes, as the unused bits of the last one do.
    /// </summary>
    [Fact]
    public void Every_changed_character_is_refused()
    {
        foreach (string token in Sessions.Select(Tokens.Encode))
        {
            for (int position = 0; position < token.Length; position++)
            {
                foreach (char other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= \0水".Where(other => other != token[position]))
                {
                    Assert.Null(Tokens.Decode(token[..position] + other + token[(position + 1)..]));
                }
            }
        }
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        Samples samples = new(11);
        for (int round = 0; round < 20_000; round++)
        {
            Assert.Null(Tokens.Decode(Base64Url.EncodeToString([1, .. samples.Bytes(samples.Below(120))])));
        }
    }

    [Fact]
    public void A_newer_version_is_refused_because_it_might_promise_more()
    {
        foreach (byte[] content in Sessions.Select(Tokens.ContentOf))
        {
            Assert.NotNull(Tokens.Decode(Tokens.Seal(content)));
            Assert.Null(Tokens.Decode(Tokens.Seal([2, .. content[1..]])));
            Assert.Null(Tokens.Decode(Tokens.Seal([0, .. content[1..]])));
            Assert.Null(Tokens.Decode(Tokens.Seal([.. content, 0])));
            Assert.Null(Tokens.Decode(Tokens.Seal([content[0], (byte)(content[1] | 0x20), .. content[2..]])));
        }
    }

    /// <summary>
    /// Sealed bytes that say something impossible: a replica that seals them is broken, and is not believed.
    /// </summary>
    [Theory]
    [InlineData("", "nothing at all")]
    [InlineData("01", "no flags")]
    [InlineData("010F00", "no newest stamp")]
    [InlineData("010F0000000000000000800000", "a negative stamp")]
    [InlineData("010F00FFFFFFFFFFFFFF7F0000", "the maximum as the newest stamp")]
    [InlineData("010FFFFFFFFFFFFFFFFFFF0109000000000000000000", "a negative commit number")]
    [InlineData("010F000900000000000000FFFFFFFF0F", "more replicas than bytes")]
    [InlineData("010F000900000000000000020000020200", "a replica twice")]
    [InlineData("010F000900000000000000020000000000", "a replica twice of which nothing was read")]
    [InlineData("010F0009000000000000000182010200", "an id that shares what was not there")]
    [InlineData("010F00090000000000000001410200", "an id of 65 creations without bytes")]
    [InlineData("010F000900000000000000010100000000000000000200", "a creation at no time")]
    [InlineData("010F00090000000000000001000B00", "a stamp before all time")]
    [InlineData("010F000900000000000000010002FF00", "more entries than bytes")]
    [InlineData("010F000900000000000000010000010000", "an entry without a stamp")]
    [InlineData("010F000900000000000000010000010102", "an entry of no replica")]
    [InlineData("010F0009000000000000000100000200020002", "an entry twice")]
    [InlineData("011F0009000000000000000100000001018000000200", "text that is not UTF-8")]
    [InlineData("011F000900000000000000010000000201610161000201610161000200", "a document twice")]
    [InlineData("012F00090000000000000001000200", "an unknown scope")]
    public void Sealed_nonsense_is_refused(string hexadecimal, string reason) =>
        Assert.True(Tokens.Decode(Tokens.Seal(Convert.FromHexString(hexadecimal))) is null, reason);

    /// <summary>The same shape without the fault: the nonsense above is refused for its fault alone.</summary>
    [Theory]
    [InlineData("010F00090000000000000001000200")]
    [InlineData("010F00090000000000000001000A010002")]
    [InlineData("011F000900000000000000010000000101610161000200")]
    public void Sealed_sense_is_not(string hexadecimal) =>
        Assert.NotNull(Tokens.Decode(Tokens.Seal(Convert.FromHexString(hexadecimal))));

    [Fact]
    public void Sealed_random_bytes_are_refused_or_a_sound_session()
    {
        Samples samples = new(12);
        int sound = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] content = Tokens.ContentOf(Sessions[samples.Below(Sessions.Length)]);
            for (int changes = samples.Below(3); changes >= 0; changes--)
            {
                content[1 + samples.Below(content.Length - 1)] = samples.Bytes(1)[0];
            }

            if (Tokens.Decode(Tokens.Seal(content[..^samples.Below(2)])) is { } session)
            {
                sound++;
                Assert.Equal(Meaning.Of(session.WithoutRedundantWrites()), Meaning.Of(Tokens.Return(session)));
            }
        }

        Assert.NotEqual(0, sound);
    }

    [Fact]
    public void Counts_without_bytes_take_no_memory()
    {
        string token = Tokens.Seal(Convert.FromHexString("010F000900000000000000FFFFFFFF07"));
        Assert.Null(Tokens.Decode(token));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(Tokens.Decode(token));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }
}
