using System.Diagnostics;
using System.Globalization;

namespace Oxbow.Cli.Lab.Processes;

/// <summary>
/// A process, not only its id: ids are used again, an id together with the time of its start is not. The unit of
/// the start mark depends on the system; it is only ever compared.
/// </summary>
internal readonly record struct ProcessIdentity(int ProcessId, long StartMark)
{
    private const int StateField = 0;
    private const int StartField = 19;

    public bool IsRunning => Find(ProcessId) == this;

    /// <summary>The process that has this id now; null when there is none, or only one that has already ended.</summary>
    public static ProcessIdentity? Find(int processId) =>
        OperatingSystem.IsLinux() ? FindInProc(processId) : FindBySystem(processId);

    private static ProcessIdentity? FindInProc(int processId)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat");
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return fields[StateField] is "Z" or "X"
                ? null
                : new ProcessIdentity(processId, long.Parse(fields[StartField], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static ProcessIdentity? FindBySystem(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return new ProcessIdentity(processId, process.StartTime.ToUniversalTime().Ticks);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
