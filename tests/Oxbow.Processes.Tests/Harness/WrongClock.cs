using System.Diagnostics;
using System.Globalization;

namespace Oxbow.Processes.Tests.Harness;

/// <summary>Shows a process another time than it is, with libfaketime (package faketime).</summary>
internal static class WrongClock
{
    private static readonly string? Library = new[] { "/usr/lib", "/usr/local/lib" }
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(
            folder,
            "libfaketimeMT.so.1",
            new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }))
        .FirstOrDefault();

    /// <summary>Why tests with wrong clocks cannot run here; null when they can.</summary>
    public static string? Missing => Library is null ? "libfaketime is not installed: apt-get install faketime" : null;

    public static void Set(ProcessStartInfo start, TimeSpan offset)
    {
        start.Environment["LD_PRELOAD"] = Library;
        start.Environment["FAKETIME"] = offset.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture);
        // Only the time of day is wrong; what measures how long something takes goes on as it is.
        start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
    }
}
