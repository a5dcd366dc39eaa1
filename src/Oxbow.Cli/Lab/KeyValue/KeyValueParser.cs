using Oxbow.Cli.Lab.Scripts;

namespace Oxbow.Cli.Lab.KeyValue;

/// <summary>Reads a line of a script. What is no command, for whatever reason, is ignored.</summary>
internal static class KeyValueParser
{
    /// <summary>The line's command; null for a comment, a blank line, an unknown word or unusable arguments.</summary>
    public static KeyValueCommand? Parse(string line) => ScriptLine.Words(line) switch
    {
        ["joinServer", var server, ..] when LabId.Parse(server) is { } id => new KeyValueCommand.JoinServer(id),
        ["killServer", var server, ..] when LabId.Parse(server) is { } id => new KeyValueCommand.KillServer(id),
        ["printStore", var server, ..] when LabId.Parse(server) is { } id => new KeyValueCommand.PrintStore(id),
        ["joinClient", var client, var server, ..] when ScriptLine.Pair(client, server) is var (first, second) =>
            new KeyValueCommand.JoinClient(first, second),
        ["breakConnection", var one, var other, ..] when ScriptLine.Pair(one, other) is var (first, second) =>
            new KeyValueCommand.BreakConnection(first, second),
        ["createConnection", var one, var other, ..] when ScriptLine.Pair(one, other) is var (first, second) =>
            new KeyValueCommand.CreateConnection(first, second),
        ["put", var client, var key, var value, ..] when LabId.Parse(client) is { } id =>
            new KeyValueCommand.Put(id, key, value),
        ["get", var client, var key, ..] when LabId.Parse(client) is { } id => new KeyValueCommand.Get(id, key),
        ["stabilize", ..] => new KeyValueCommand.Stabilize(),
        _ => null,
    };
}
