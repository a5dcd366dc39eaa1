using Oxbow.Core.Messages;
using Oxbow.Node.Databases;

namespace Oxbow.Node.Tests.Nodes;

public sealed class MailboxTests
{
    private readonly Mailbox mailbox = new(capacity: 10);

    [Fact]
    public void Some_letters_are_taken_and_the_others_keep_their_order()
    {
        Post(1, 2, 3, 4, 5);
        Assert.Equal([2L, 4], Numbers(mailbox.TakeOnly(input => Number(input) % 2 == 0)));
        Assert.Equal(0.3, mailbox.Fill);
        Post(6);
        Assert.Equal([1L, 3, 5, 6], Numbers(mailbox.Take()!));
    }

    [Fact]
    public void Who_takes_some_does_not_wait_for_any()
    {
        Assert.Empty(mailbox.TakeOnly(_ => true));
        Post(1);
        Assert.Empty(mailbox.TakeOnly(_ => false));
        mailbox.Close();
        Assert.Equal([1L], Numbers(mailbox.TakeOnly(_ => true)));
        Assert.Null(mailbox.Take());
    }

    private void Post(params ReadOnlySpan<long> numbers)
    {
        foreach (long number in numbers)
        {
            Envelope envelope = new(new LinkClosed(new(number)), Answer: null, Done: null, From: null);
            Assert.True(mailbox.Post(envelope, isUrgent: false));
        }
    }

    private static long Number(Input input) => ((LinkClosed)input).Link.Value;

    private static IEnumerable<long> Numbers(List<Envelope> envelopes) =>
        envelopes.Select(envelope => Number(envelope.Input));
}
