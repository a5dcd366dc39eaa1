using Oxbow.Client;
using Oxbow.Node.Embedded;
using Oxbow.Node.Transport;
using Playlist;

// Two replicas of one database in this process: paris creates it and is its primary, oslo joins it.
var network = new InProcessNetwork();
await using var paris = await OxbowNode.OpenAsync(Options("paris"));
await using var oslo = await OxbowNode.OpenAsync(Options("oslo", "paris"));

// The link is cut, and oslo takes a write all the same.
await oslo.Host.BlockAsync("paris");
var receipt = await SongsAt(oslo).PutAsync("yellow", new Song("Yellow", "http://a.example/1"));
await ShowAsync();

// The link is mended; the write goes to the primary, and its place in the order comes back.
oslo.Host.Unblock("paris");
await receipt.CommittedAsync();
await ShowAsync();

OxbowNodeOptions Options(string name, params string[] known) =>
    new()
    {
        Node = new() { Name = name, DataFolder = null },
        Transport = network.CreateTransport(name),
        Create = known.Length == 0,
        JoinAddresses = known,
        Peers = known.ToDictionary(peer => peer),
    };

OxbowCollection<Song> SongsAt(OxbowNode node) => node.Database().Collection("songs", PlaylistJson.Default.Song);

async Task ShowAsync()
{
    foreach (var (name, songs) in new[] { ("oslo", SongsAt(oslo)), ("paris", SongsAt(paris)) })
    {
        var song = await songs.GetAsync("yellow");
        Console.WriteLine(song is null ? $"{name}: nothing yet" : $"{name}: {song.Value.Title} at {song.Value.Url}, {song.State}");
    }
}
