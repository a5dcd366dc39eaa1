using Oxbow.Node.Peers;

namespace Oxbow.Node.Tests.Peers;

public sealed class PeerBookTests
{
    private readonly PeerBook book = new();

    [Fact]
    public void A_peer_may_say_where_it_is_and_that_it_has_moved()
    {
        book.LearnFromPeer("b", "old");
        book.LearnFromPeer("b", "new");
        Assert.Equal("new", book.Find("b")!.Address);
    }

    [Fact]
    public void What_an_operator_said_counts_for_more_than_what_a_dialer_says()
    {
        book.LearnFromPeer("b", "claimed");
        book.Learn("b", "given");
        book.LearnFromPeer("b", "claimed");
        Assert.Equal("given", book.Find("b")!.Address);
    }

    [Fact]
    public void A_block_stays_whatever_is_learned()
    {
        book.SetBlocked("b", true);
        book.LearnFromPeer("b", "claimed");
        book.Learn("b", "given");
        Assert.True(book.IsBlocked("b"));
        book.SetBlocked("b", false);
        Assert.Equal(new Peer("b", "given", IsBlocked: false), book.Find("b"));
    }

    [Fact]
    public void Dialers_cannot_fill_the_book_so_that_an_operator_finds_no_room()
    {
        for (int number = 0; number <= PeerBook.MaximumPeers; number++)
        {
            book.LearnFromPeer($"{number}", "anywhere");
        }

        Assert.Equal(PeerBook.MaximumPeers, book.All.Count);
        book.SetBlocked("late", true);
        book.Learn("later", "given");
        Assert.True(book.IsBlocked("late"));
        Assert.Equal("given", book.Find("later")!.Address);
    }
}
