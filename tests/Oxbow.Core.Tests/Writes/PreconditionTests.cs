using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Writes;

/// <summary>A client says what it has seen; the accepting replica takes the write only when that still holds there.</summary>
public sealed class PreconditionTests
{
    private readonly Cluster cluster = new();
    private readonly Peer b;

    public PreconditionTests() => b = cluster.Join(cluster.First);

    [Fact]
    public void A_document_that_is_as_expected_can_be_changed_once()
    {
        WriteId seen = b.Put("k", "1");
        Assert.IsType<WriteAccepted>(Put("2", On("k", seen)));
        AssertRefused(Put("3", On("k", seen)));
        Assert.Equal("2", b.Get("k"));
    }

    [Fact]
    public void A_document_that_must_not_exist_can_be_made_once()
    {
        Assert.IsType<WriteAccepted>(Put("1", On("k", null)));
        AssertRefused(Put("2", On("k", null)));
        Assert.Equal("1", b.Get("k"));
    }

    [Fact]
    public void A_document_that_is_expected_and_does_not_exist_is_refused() => AssertRefused(Put("1", On("k", new(b.Id, new(5)))));

    [Fact]
    public void A_deleted_document_does_not_exist()
    {
        WriteId seen = b.Put("k", "1");
        WriteId deletion = b.Delete("k");
        AssertRefused(Put("2", On("k", seen)));
        AssertRefused(Put("2", On("k", deletion)));
        Assert.IsType<WriteAccepted>(Put("2", On("k", null)));
    }

    [Fact]
    public void A_change_that_came_from_a_peer_meanwhile_counts()
    {
        WriteId seen = b.Put("k", "1");
        cluster.Exchange(b, cluster.First);
        WriteId changed = cluster.First.Put("k", "2");
        cluster.Exchange(b, cluster.First);
        AssertRefused(Put("3", On("k", seen)));
        Assert.IsType<WriteAccepted>(Put("3", On("k", changed)));
    }

    [Fact]
    public void A_commit_changes_nothing_of_what_was_seen()
    {
        WriteId seen = b.Put("k", "1");
        cluster.Exchange(b, cluster.First);
        Assert.IsType<WriteAccepted>(Put("2", On("k", seen)));
    }

    [Fact]
    public void The_latest_view_counts_and_not_the_committed_one()
    {
        WriteId committed = b.Put("k", "1");
        cluster.Exchange(b, cluster.First);
        b.Put("k", "2");
        AssertRefused(Put("3", On("k", committed)));
    }

    [Fact]
    public void Every_one_of_several_conditions_has_to_hold_also_on_documents_that_are_not_written()
    {
        (WriteId one, WriteId other) = (b.Put("one", "1"), b.Put("other", "1"));
        AssertRefused(Put("1", On("one", one), On("other", null)));
        AssertRefused(Put("1", On("one", other), On("other", other)));
        Assert.IsType<WriteAccepted>(Put("1", On("one", one), On("other", other), On("k", null)));
    }

    [Fact]
    public void Another_collection_is_another_document()
    {
        b.Put("k", "1");
        AssertRefused(Put("2", On("k", null)));
        Assert.IsType<WriteAccepted>(Put("2", new Precondition("films"u8.ToArray(), "k"u8.ToArray(), null)));
    }

    [Fact]
    public void A_retry_of_a_write_that_was_accepted_is_answered_although_its_condition_no_longer_holds()
    {
        SubmitWrite Create(RequestId id) => new(id, [Peer.PutOf("k", "1")], null) { RequestKey = "r"u8.ToArray(), Preconditions = [On("k", null)] };
        WriteId first = b.Ask<WriteAccepted>(Create).Fate.Write;
        Assert.Equal(first, b.Ask<WriteAccepted>(Create).Fate.Write);
        Assert.Equal(first, b.Ask<WriteAccepted>(id => Create(id) with { Preconditions = [] }).Fate.Write);
    }

    [Fact]
    public void A_write_that_was_refused_leaves_its_key_free()
    {
        b.Put("k", "1");
        SubmitWrite Create(RequestId id) => new(id, [Peer.PutOf("k", "2")], null) { RequestKey = "r"u8.ToArray(), Preconditions = [On("k", null)] };
        AssertRefused(b.Ask<Reply>(Create));
        b.Delete("k");
        b.Ask<WriteAccepted>(Create);
        Assert.Equal("2", b.Get("k"));
    }

    private static Precondition On(string key, WriteId? expected) => new("songs"u8.ToArray(), Encoding.UTF8.GetBytes(key), expected);

    private Reply Put(string value, params Precondition[] preconditions) =>
        b.Ask<Reply>(id => new SubmitWrite(id, [Peer.PutOf("k", value)], null) { Preconditions = preconditions });

    private void AssertRefused(Reply reply)
    {
        Assert.Equal(RejectionCode.PreconditionFailed, Assert.IsType<Rejected>(reply).Rejection.Code);
        Assert.Equal(b.Log().Count, b.Disk.Records.Count(record => record.Write is not null));
    }
}
