using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Embedded;
using Oxbow.Node.Errors;
using Oxbow.Node.Naming;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Nodes;

/// <summary>A node makes a database when it is told so, and opens the one that is meant.</summary>
public sealed class CreationTests : IDisposable
{
    private readonly InProcessNetwork network = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
    private readonly string folder = Directory.CreateTempSubdirectory("oxbow-create-").FullName;

    private static PublicDatabaseId AnotherId => PublicDatabaseId.TryParse("ffeeddccbbaa99887766554433221100")!.Value;

    private CancellationToken Patience => limit.Token;

    public void Dispose()
    {
        limit.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Without_being_told_a_node_makes_nothing_and_leaves_nothing_behind()
    {
        Assert.Equal(NodeRefusalCodes.NoDatabase, (await RefusalAsync(Options())).Code);
        Assert.Equal(
            NodeRefusalCodes.NoDatabase, (await RefusalAsync(Options() with { Node = TestNode.Options("a") })).Code);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task What_a_join_that_came_to_nothing_left_behind_is_no_database()
    {
        await using InProcessTransport transport = network.CreateTransport("a");
        OxbowNodeOptions joining = Options() with { JoinAddresses = ["nobody"], Transport = transport };
        Assert.Equal(NodeRefusalCodes.PeerUnreachable, (await RefusalAsync(joining)).Code);
        Assert.Equal(NodeRefusalCodes.NoDatabase, (await RefusalAsync(Options())).Code);
        await ReplicaOfAsync(Options() with { Create = true });
    }

    [Fact]
    public async Task What_is_here_is_opened_whatever_is_said()
    {
        ReplicaIdentity replica = await ReplicaOfAsync(Options() with { Create = true });
        PublicDatabaseId id = PublicDatabaseId.Of(replica.Database);
        Assert.Equal(replica, await ReplicaOfAsync(Options()));
        Assert.Equal(replica, await ReplicaOfAsync(Options() with { Create = true }));
        Assert.Equal(replica, await ReplicaOfAsync(Options() with { Create = true, DatabaseId = id }));
        Assert.Equal(replica, await ReplicaOfAsync(Options() with { JoinAddresses = ["nobody"], DatabaseId = id }));
    }

    [Fact]
    public async Task Another_database_than_the_one_that_is_meant_is_not_opened()
    {
        ReplicaIdentity replica = await ReplicaOfAsync(Options() with { Create = true });
        NodeException refusal = await RefusalAsync(Options() with { DatabaseId = AnotherId });
        Assert.Equal(NodeRefusalCodes.OtherDatabase, refusal.Code);
        Assert.Contains(AnotherId.ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(PublicDatabaseId.Of(replica.Database).ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(replica.Database.ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.Equal(replica, await ReplicaOfAsync(Options()));
    }

    [Fact]
    public async Task No_database_is_made_with_a_given_id()
    {
        NodeException refusal = await RefusalAsync(Options() with { Create = true, DatabaseId = AnotherId });
        Assert.Equal(NodeRefusalCodes.NoDatabase, refusal.Code);
        Assert.Contains(AnotherId.ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused()
    {
        OxbowNodeOptions both = Options() with { Create = true, JoinAddresses = ["b"] };
        await Assert.ThrowsAsync<ArgumentException>(() => OxbowNode.OpenAsync(both, Patience));
        OxbowNodeOptions two = Options() with { Databases = ["one", "two"], DatabaseId = AnotherId };
        await Assert.ThrowsAsync<ArgumentException>(() => OxbowNode.OpenAsync(two, Patience));
    }

    [Fact]
    public void A_public_id_is_read_as_it_is_written_and_is_not_the_id()
    {
        DatabaseId database = new(new Guid("00112233-4455-6677-8899-aabbccddeeff"));
        PublicDatabaseId id = PublicDatabaseId.Of(database);

        // The first half of the SHA-256 of the sixteen bytes 00 11 .. ff.
        Assert.Equal("a8faed6abbf35c12a4b26e40f6feb19d", id.ToString());
        Assert.Equal(id, PublicDatabaseId.TryParse(id.ToString().ToUpperInvariant()));
        Assert.NotEqual(database.ToString(), id.ToString());
        Assert.NotEqual(id, PublicDatabaseId.Of(new(new Guid("00112233-4455-6677-8899-aabbccddeefe"))));
        Assert.All(["", "main", id.ToString()[1..], $"{id}0", $"-{id.ToString()[1..]}"], text => Assert.Null(
            PublicDatabaseId.TryParse(text)));
    }

    private OxbowNodeOptions Options() => new() { Node = TestNode.Options("a") with { DataFolder = folder } };

    private async Task<NodeException> RefusalAsync(OxbowNodeOptions options) =>
        await Assert.ThrowsAsync<NodeException>(() => OxbowNode.OpenAsync(options, Patience));

    private async Task<ReplicaIdentity> ReplicaOfAsync(OxbowNodeOptions options)
    {
        await using OxbowNode node = await OxbowNode.OpenAsync(options, Patience);
        DatabaseHost database = node.Host.Find("main")!;
        ReadStatus request = new(database.NextRequest(), WithDocumentsHash: false);
        return ((StatusRead)await database.AskAsync(request)).Status.Identity;
    }
}
