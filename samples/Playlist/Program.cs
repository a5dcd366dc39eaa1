using Oxbow.Client;
using Oxbow.Node.Embedded;
using Oxbow.Node.Transport;
using Playlist;

// Two replicas of one database in this process: paris creates it and is its primary, oslo joins it.
var network = new InProcessNetwork();
await using var paris = await OxbowNode.OpenAsync(Options("paris"));
await using var oslo = await OxbowNode.OpenAsync(Options("oslo") with
{
    JoinAddresses = ["paris"],
    Peers = new Dictionary<string, string> { ["paris"] = "paris" },
});
var songsAtParis = paris.Database().Collection("songs", PlaylistJson.Default.Song);
var songsAtOslo = oslo.Database().Collection("songs", PlaylistJson.Default.Song);

// The link is cut, and oslo takes a write all the same.
await oslo.Host.BlockAsync("paris");
var receipt = await songsAtOslo.PutAsync("yellow", new Song("Yellow", "http://a.example/1"));
await ShowAsync("oslo", songsAtOslo);
await ShowAsync("paris", songsAtParis);

// The link is mended; the write goes to the primary, and its place in the order comes back.
oslo.Host.Unblock("paris");
await receipt.CommittedAsync();
await ShowAsync("oslo", songsAtOslo);
await ShowAsync("paris", songsAtParis);

OxbowNodeOptions Options(string name) => new()
{
    Node = new() { Name = name, DataFolder = null },
    Transport = network.CreateTransport(name),
};

static async Task ShowAsync(string node, OxbowCollection<Song> songs)
{
    var song = await songs.GetAsync("yellow");
    Console.WriteLine(song is null ? $"{node}: nothing yet" : $"{node}: {song.Value.Title} at {song.Value.Url}, {song.State}");
}
