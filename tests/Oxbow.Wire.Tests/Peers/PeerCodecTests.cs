using Oxbow.Core.Identity;
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
        IEnumerable<Type> kinds = typeof(PeerMessage).Assembly.GetTypes().Where(
            type => type.IsSubclassOf(typeof(PeerMessage)));

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
        AssertReturns(
            new Batch(number, [LogRecord.Notice(new(Samples.IdOfDepth(64), new(number)), new(number))], EndsRun: true));
        AssertReturns(new Hello(samples.Identity(), VersionVector.From([new(Samples.IdOfDepth(64), new(number))]), new(number), ChainHash.Empty));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 2)]
    [InlineData(9, int.MaxValue)]
    public void A_hello_tells_what_is_executed_and_by_which_software(long executed, int level)
    {
        Samples samples = new(4);
        AssertReturns(new Hello(samples.Identity(), VersionVector.Empty, new(9), ChainHash.Empty) { ExecutedNumber = new(executed), SupportedLevel = level });
    }

    [Fact]
    public void A_hello_tells_its_version_the_time_the_next_stamp_and_every_epoch() => AssertReturns(
        new Hello(new Samples(5).Identity(), VersionVector.Empty, new(9), ChainHash.Empty)
        {
            Version = 7,
            Epochs = [new(CommitEpoch.First, new(1)), new(new(3, Samples.IdOfDepth(2)), new(8))],
            NextStamp = new(12),
            SentAt = DateTimeOffset.FromUnixTimeMilliseconds(1_900_000_000_123),
        });

    [Fact]
    public void A_request_to_join_tells_who_asks_and_one_that_breaks_a_limit_is_no_message()
    {
        AssertReturns(new JoinRequest { Description = new("oslo", new byte[] { 1, 2, 3 }, 7) });
        AssertReturns(new JoinRequest());
        foreach (ReplicaDescription broken in (ReplicaDescription[])[new("oslo", default, 0), new(new('x', ReplicaDescription.MaximumNodeNameBytes + 1), default, 1)])
        {
            Assert.NotNull(PeerCodec.TryDecode(PeerCodec.Encode(new JoinRequest { Description = broken }), out _));
        }
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
