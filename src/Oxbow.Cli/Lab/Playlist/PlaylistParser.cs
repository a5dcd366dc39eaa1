using Oxbow.Cli.Lab.Scripts;

namespace Oxbow.Cli.Lab.Playlist;

/// <summary>Reads a line of a script. What is no command, for whatever reason, is ignored.</summary>
internal static class PlaylistParser
{
    /// <summary>The line's command; null for a comment, a blank line, an unknown word or unusable arguments.</summary>
    public static PlaylistCommand? Parse(string line) => ScriptLine.Words(line) switch
    {
        ["joinServer", var server, ..] when LabId.Parse(server) is { } id => new PlaylistCommand.JoinServer(id),
        ["retireServer", var server, ..] when LabId.Parse(server) is { } id => new PlaylistCommand.RetireServer(id),
        ["printLog", var server, ..] when LabId.Parse(server) is { } id => new PlaylistCommand.PrintLog(id),
        ["joinClient", var client, var server, ..] when ScriptLine.Pair(client, server) is var (first, second) =>
            new PlaylistCommand.JoinClient(first, second),
        ["breakConnection", var one, var other, ..] when ScriptLine.Pair(one, other) is var (first, second) =>
            new PlaylistCommand.BreakConnection(first, second),
        ["restoreConnection", var one, var other, ..] when ScriptLine.Pair(one, other) is var (first, second) =>
            new PlaylistCommand.RestoreConnection(first, second),
        ["put", var client, var song, var url, ..] when LabId.Parse(client) is { } id =>
            new PlaylistCommand.Put(id, song, url),
        ["delete", var client, var song, ..] when LabId.Parse(client) is { } id =>
            new PlaylistCommand.Delete(id, song),
        ["get", var client, var song, ..] when LabId.Parse(client) is { } id => new PlaylistCommand.Get(id, song),
        ["pause", ..] => new PlaylistCommand.Pause(),
        ["start", ..] => new PlaylistCommand.Start(),
        ["stabilize", ..] => new PlaylistCommand.Stabilize(),
        _ => null,
    };
}
