using Oxbow.Node.Peers;

namespace Oxbow.Node.Tests.Peers;

public sealed class PeerTableTests
{
    private readonly PeerTable table = new();

    [Fact]
    public void A_peer_may_say_where_it_is_and_that_it_has_moved()
    {
        table.LearnFromPeer("b", "old");
        table.LearnFromPeer("b", "new");
        Assert.Equal("new", table.Find("b")!.Address);
    }

    [Fact]
    public void What_an_operator_said_counts_for_more_than_what_a_dialer_says()
    {
        table.LearnFromPeer("b", "claimed");
        table.Learn("b", "given");
        table.LearnFromPeer("b", "claimed");
        Assert.Equal("given", table.Find("b")!.Address);
    }

    [Fact]
    public void A_block_stays_whatever_is_learned()
    {
        table.SetBlocked("b", true);
        table.LearnFromPeer("b", "claimed");
        table.Learn("b", "given");
        Assert.True(table.IsBlocked("b"));
        table.SetBlocked("b", false);
        Assert.Equal(new Peer("b", "given", IsBlocked: false), table.Find("b"));
    }

    [Fact]
    public void Dialers_cannot_fill_the_book_so_that_an_operator_finds_no_room()
    {
        for (int number = 0; number <= PeerTable.MaximumPeers; number++)
        {
            table.LearnFromPeer($"{number}", "anywhere");
        }

        Assert.Equal(PeerTable.MaximumPeers, table.All.Count);
        table.SetBlocked("late", true);
        table.Learn("later", "given");
        Assert.True(table.IsBlocked("late"));
        Assert.Equal("given", table.Find("later")!.Address);
    }
}
