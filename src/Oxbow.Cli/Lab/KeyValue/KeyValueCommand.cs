using Oxbow.Cli.Lab.Scripts;

namespace Oxbow.Cli.Lab.KeyValue;

/// <summary>A command of the kv dialect. The set is closed: one nested record per command word.</summary>
internal abstract record KeyValueCommand
{
    private KeyValueCommand()
    {
    }

    internal sealed record JoinServer(LabId Server) : KeyValueCommand;

    internal sealed record KillServer(LabId Server) : KeyValueCommand;

    internal sealed record JoinClient(LabId Client, LabId Server) : KeyValueCommand;

    internal sealed record BreakConnection(LabId First, LabId Second) : KeyValueCommand;

    internal sealed record CreateConnection(LabId First, LabId Second) : KeyValueCommand;

    internal sealed record Stabilize : KeyValueCommand;

    internal sealed record PrintStore(LabId Server) : KeyValueCommand;

    internal sealed record Put(LabId Client, string Key, string Value) : KeyValueCommand;

    internal sealed record Get(LabId Client, string Key) : KeyValueCommand;
}
