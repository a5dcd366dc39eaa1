namespace Oxbow.Storage;

/// <summary>Tells the failures that end when somebody frees space from all others.</summary>
internal static class DiskFull
{
    private const int UnixNoSpace = 28;
    private const int LinuxQuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public static bool IsCauseOf(Exception failure) =>
        failure is IOException
        && failure.HResult is UnixNoSpace or LinuxQuotaExceeded or WindowsDiskFull or WindowsHandleDiskFull;
}
