namespace Oxbow.Cli.Lab;

/// <summary>What a node writes down when it is ready to serve.</summary>
internal sealed record ReadyFile(string Name, int ProcessId, string ClientAddress, string PeerAddress);
