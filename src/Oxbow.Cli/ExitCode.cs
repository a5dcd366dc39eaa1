namespace Oxbow.Cli;

/// <summary>What the program tells its caller, after the BSD convention where there is one.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It was tried and did not work.</summary>
    public const int Failure = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 64;

    /// <summary>The node cannot be reached.</summary>
    public const int Unreachable = 69;
}
