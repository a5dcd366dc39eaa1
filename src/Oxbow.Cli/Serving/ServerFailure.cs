using Oxbow.Cli.Output;
using Oxbow.Core.Recovery;
using Oxbow.Node.Errors;
using Oxbow.Storage;

namespace Oxbow.Cli.Serving;

/// <summary>What a failure of the server means to whoever started it.</summary>
internal static class ServerFailure
{
    public static int ExitCodeOf(Exception failure) => failure switch
    {
        FolderInUseException or UnauthorizedAccessException => ExitCode.FolderInUse,
        JournalDamagedException or JournalContentException or JournalVersionException or RecoveryException => ExitCode.Data,
        NodeException { Code: NodeRefusalCodes.NoDatabase } => ExitCode.Usage,
        NodeException { Code: NodeRefusalCodes.OtherDatabase } => ExitCode.Data,
        NodeException => ExitCode.Unreachable,
        JournalFailedException => ExitCode.DiskFailure,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => ExitCode.Unreachable,
        IOException => ExitCode.DiskFailure,
        _ => ExitCode.Bug,
    };
}
