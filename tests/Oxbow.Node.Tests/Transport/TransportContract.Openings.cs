using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Transport;

/// <content>How links open, or do not.</content>
public abstract partial class TransportContract
{
    [Fact]
    public async Task The_handler_learns_who_dials_and_why()
    {
        var learned = new TaskCompletionSource<LinkRequest>();
        Listener.Listen((request, _, _) =>
        {
            learned.SetResult(request);
            return Task.CompletedTask;
        });

        await using IPeerLink link = await DialAsync();

        Assert.Equal(Request, await learned.Task.WaitAsync(Cancellation));
        Assert.Null(await link.ReceiveAsync(Cancellation));
    }

    [Fact]
    public async Task A_refusal_reaches_the_dialer_with_code_and_reason()
    {
        Listener.Listen((_, _, _) => throw new LinkRefusedException("unknown-database", "There is no 'music' here."));

        var refusal = await Assert.ThrowsAsync<LinkRefusedException>(DialAsync);

        Assert.Equal("unknown-database", refusal.Code);
        Assert.Equal("There is no 'music' here.", refusal.Reason);
    }

    [Fact]
    public async Task A_handler_may_dispose_the_link_while_it_refuses()
    {
        Listener.Listen(async (_, link, _) =>
        {
            await using (link)
            {
                throw new LinkRefusedException("busy", "Come back later.");
            }
        });

        Assert.Equal("busy", (await Assert.ThrowsAsync<LinkRefusedException>(DialAsync)).Code);
    }

    [Fact]
    public async Task A_handler_that_disposes_the_link_unused_refuses()
    {
        Listener.Listen((_, link, _) => link.DisposeAsync().AsTask());

        Assert.Equal(LinkRefusalCodes.ListenerFailed, (await Assert.ThrowsAsync<LinkRefusedException>(DialAsync)).Code);
    }

    [Fact]
    public async Task A_handler_that_fails_at_once_refuses()
    {
        Listener.Listen((_, _, _) => throw new InvalidDataException("on purpose"));

        Assert.Equal(LinkRefusalCodes.ListenerFailed, (await Assert.ThrowsAsync<LinkRefusedException>(DialAsync)).Code);
    }

    [Fact]
    public async Task Before_a_node_listens_it_refuses()
    {
        Assert.Equal(LinkRefusalCodes.NotListening, (await Assert.ThrowsAsync<LinkRefusedException>(DialAsync)).Code);
    }

    [Fact]
    public async Task An_illegal_request_is_refused_before_it_is_sent()
    {
        LinkRequest illegal = Request with { Database = new string('a', 65) };

        var refusal = await Assert.ThrowsAsync<LinkRefusedException>(
            () => Dialer.ConnectAsync(AddressOfNobody, illegal, Cancellation));

        Assert.Equal(LinkRefusalCodes.IllegalDatabaseName, refusal.Code);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable()
    {
        var failure = await Assert.ThrowsAsync<PeerUnreachableException>(
            () => Dialer.ConnectAsync(AddressOfNobody, Request, Cancellation));

        Assert.Contains(AddressOfNobody, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dialing_can_be_cancelled_while_the_handler_ponders()
    {
        var dialed = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        Listener.Listen(async (_, _, cancellation) =>
        {
            dialed.SetResult();
            await WaitForCancelAsync(cancellation);
            ended.SetResult();
        });
        using var cancel = new CancellationTokenSource();

        Task<IPeerLink> dialing = Dialer.ConnectAsync(Listener.LocalAddress, Request, cancel.Token);
        await dialed.Task.WaitAsync(Cancellation);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialing);
        await ended.Task.WaitAsync(Cancellation);
    }
}
