namespace Oxbow.Cli.Output;

/// <summary>What the program tells its caller, after the BSD convention where there is one.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It was tried and did not work.</summary>
    public const int Failure = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 64;

    /// <summary>
    /// The data are damaged, not of a form that this version reads, or of another database than the one meant.
    /// </summary>
    public const int Data = 65;

    /// <summary>The node cannot be reached, or cannot have its address.</summary>
    public const int Unreachable = 69;

    /// <summary>A bug: something happened that cannot happen.</summary>
    public const int Bug = 70;

    /// <summary>The data folder is in use by another process, or cannot be used at all.</summary>
    public const int FolderInUse = 73;

    /// <summary>The disk refused to read, write or flush.</summary>
    public const int DiskFailure = 74;

    /// <summary>A simulation threw something.</summary>
    public const int SimulationCrashed = 127;

    /// <summary>Simulated replicas did not become equal after the heal.</summary>
    public const int SimulationDidNotConverge = 128;

    /// <summary>A simulation found an invariant broken.</summary>
    public const int SimulationBrokeInvariant = 129;
}
