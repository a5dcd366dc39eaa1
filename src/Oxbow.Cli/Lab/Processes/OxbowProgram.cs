using System.Diagnostics;
using System.Reflection;

namespace Oxbow.Cli.Lab.Processes;

/// <summary>How this program starts itself.</summary>
internal static class OxbowProgram
{
    /// <summary>A child process of this program with all three standard streams at its parent.</summary>
    public static ProcessStartInfo Command(params IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath
            ?? throw new LabFailureException("The path of this program is unknown, so it cannot start its servers.");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(program) is "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Many small processes on few cores: no collector thread for each of them.
        start.Environment["DOTNET_gcConcurrent"] = "0";
        return start;
    }

    /// <summary>
    /// For a process that lives for seconds and does little: its code is compiled once, quickly, and not again
    /// soon after for speed, which would take as much of the processor as all the rest of a short life.
    /// </summary>
    public static ProcessStartInfo ForShortLife(this ProcessStartInfo start)
    {
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "2000";
        return start;
    }
}
