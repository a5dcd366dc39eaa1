namespace Oxbow.Cli.Lab.Playlist;

/// <summary>A client and the one server that it talks to; null while it has none.</summary>
internal sealed class ClientSeat(ILabClient client)
{
    public ILabClient Client { get; } = client;

    public ILabServer? At { get; set; }
}
