using Oxbow.Core.Invariants;
using Oxbow.Core.Replicas;

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

    [Fact]
    public void Nobody_leaves_who_was_not_there() =>
        Assert.Throws<InvariantException>(new MailOutbox().Unsubscribe);
}
