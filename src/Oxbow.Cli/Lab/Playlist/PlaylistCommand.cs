using Oxbow.Cli.Lab.Scripts;

namespace Oxbow.Cli.Lab.Playlist;

/// <summary>A command of the playlist dialect. The set is closed: one nested record per command word.</summary>
internal abstract record PlaylistCommand
{
    private PlaylistCommand()
    {
    }

    internal sealed record JoinServer(LabId Server) : PlaylistCommand;

    internal sealed record RetireServer(LabId Server) : PlaylistCommand;

    internal sealed record JoinClient(LabId Client, LabId Server) : PlaylistCommand;

    internal sealed record BreakConnection(LabId First, LabId Second) : PlaylistCommand;

    internal sealed record RestoreConnection(LabId First, LabId Second) : PlaylistCommand;

    internal sealed record Pause : PlaylistCommand;

    internal sealed record Start : PlaylistCommand;

    internal sealed record Stabilize : PlaylistCommand;

    internal sealed record Put(LabId Client, string Song, string Url) : PlaylistCommand;

    internal sealed record Delete(LabId Client, string Song) : PlaylistCommand;

    internal sealed record Get(LabId Client, string Song) : PlaylistCommand;

    internal sealed record PrintLog(LabId Server) : PlaylistCommand;
}
