namespace Oxbow.Cli.Lab;

/// <summary>What a client asks of a server.</summary>
internal enum LabOperation
{
    Put,
    Delete,
    Get,
}
