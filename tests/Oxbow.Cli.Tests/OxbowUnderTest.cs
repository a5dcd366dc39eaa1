using System.Diagnostics;

namespace Oxbow.Cli.Tests;

/// <summary>The built program, beside the tests.</summary>
internal static class OxbowUnderTest
{
    /// <summary>Starts the program with its standard streams at the caller, which sees to its end.</summary>
    public static Process Start(params IEnumerable<string> arguments) => StartWithState(stateFolder: null, arguments);

    /// <summary>The same, with records of its runs in the given folder.</summary>
    public static Process StartWithState(string? stateFolder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "oxbow.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (stateFolder is not null)
        {
            start.Environment["XDG_STATE_HOME"] = stateFolder;
        }

        // It lives for seconds: compiling its code a second time, for speed, would only take time.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "2000";
        return Process.Start(start)!;
    }
}
