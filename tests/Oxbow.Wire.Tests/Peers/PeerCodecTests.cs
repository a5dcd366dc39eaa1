using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;
using Oxbow.Wire.Peers;

namespace Oxbow.Wire.Tests.Peers;

/// <summary>Every message between replicas comes back as it went.</summary>
public sealed class PeerCodecTests
{
    [Fact]
    public void Every_kind_of_message_comes_back_the_same()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            foreach (PeerMessage message in new Samples(seed).Messages())
            {
                AssertReturns(message);
            }
        }
    }

    [Fact]
    public void The_samples_leave_out_no_kind_of_message()
    {
        IEnumerable<Type> kinds = typeof(PeerMessage).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PeerMessage)));

        Assert.Equal(
            kinds.Select(kind => kind.Name).Order(StringComparer.Ordinal),
            new Samples(1).Messages().Select(message => message.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void The_ends_of_every_number_pass(long number)
    {
        Samples samples = new(3);
        AssertReturns(new Acknowledgement(number));
        AssertReturns(new Batch(number, [LogRecord.Notice(new(Samples.IdOfDepth(64), new(number)), new(number))], EndsRun: true));
        AssertReturns(new Hello(samples.Identity(), VersionVector.From([new(Samples.IdOfDepth(64), new(number))]), new(number), ChainHash.Empty));
    }

    [Fact]
    public void Every_rejection_code_travels_and_one_of_a_newer_version_is_invalid()
    {
        foreach (RejectionCode code in Enum.GetValues<RejectionCode>())
        {
            AssertReturns(new Refusal(new(code, code.ToString())));
            Assert.Matches("^[a-z]+(_[a-z]+)*$", RejectionText.CodeOf(code));
        }

        Assert.Equal("session_not_satisfied", RejectionText.CodeOf(RejectionCode.SessionNotSatisfied));
        Assert.Equal(RejectionCode.Invalid, RejectionText.CodeFrom("of_a_newer_version"));
    }

    private static void AssertReturns(PeerMessage message)
    {
        Assert.Null(PeerCodec.TryDecode(PeerCodec.Encode(message), out PeerMessage? read));
        Assert.Equal(Meaning.Of(message), Meaning.Of(read));
    }
}
