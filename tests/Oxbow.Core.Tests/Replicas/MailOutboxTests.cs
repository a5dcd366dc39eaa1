using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Replicas;

public sealed class MailOutboxTests
{
    [Fact]
    public void Mail_is_wanted_until_the_last_subscriber_has_left()
    {
        MailOutbox outbox = new();
        Assert.False(outbox.HasSubscribers);
        outbox.Subscribe();
        outbox.Subscribe();
        outbox.Unsubscribe();
        Assert.True(outbox.HasSubscribers);
        outbox.Unsubscribe();
        Assert.False(outbox.HasSubscribers);
    }

    /// <summary>Peers would take it for a write of an id that has another history.</summary>
    [Fact]
    public void What_leaves_the_log_in_its_turn_is_not_mailed()
    {
        MailOutbox outbox = new();
        Mail[] mails = [.. new long[] { 1, 2 }.Select(stamp => new Mail(WriteOf(stamp), VersionVector.Empty))];
        Array.ForEach(mails, outbox.Add);
        outbox.Withdraw([new(mails[1].Write, ReplicaIndex.Base), new(WriteOf(3), ReplicaIndex.Base)]);
        Assert.Equal([mails[0]], outbox.Waiting);
    }

    [Fact]
    public void Nobody_leaves_who_was_not_there() =>
        Assert.Throws<InvariantException>(new MailOutbox().Unsubscribe);

    private static Write WriteOf(long stamp) =>
        WriteEncoder.EncodeMembership(new(ReplicaId.Base, new(stamp)), default, WriteKind.Creation);
}
