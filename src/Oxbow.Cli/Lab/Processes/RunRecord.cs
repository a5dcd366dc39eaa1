using System.Globalization;

namespace Oxbow.Cli.Lab.Processes;

/// <summary>
/// The file in which a run writes down its processes and its folder while it lasts, so that a run that was cut off
/// can be cleaned up after. One line each: <c>controller ID MARK</c>, <c>folder PATH</c>, <c>child ID MARK</c>.
/// </summary>
internal sealed class RunRecord : IDisposable
{
    private const string Controller = "controller";
    private const string Folder = "folder";
    private const string Child = "child";

    private readonly string path;
    private readonly StreamWriter writer;
    private readonly Lock writing = new();

    private RunRecord(string path)
    {
        this.path = path;
        writer = new StreamWriter(path) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>Where records are kept: <c>$XDG_STATE_HOME/oxbow/lab</c>, by default <c>~/.local/state/oxbow/lab</c>.</summary>
    public static string DefaultFolder
    {
        get
        {
            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return Path.Combine(string.IsNullOrEmpty(state) ? Path.Combine(home, ".local", "state") : state, "oxbow", "lab");
        }
    }

    /// <summary>Begins the record of this process's run.</summary>
    public static RunRecord Begin(string recordFolder, string dataFolder)
    {
        Directory.CreateDirectory(recordFolder);
        var self = ProcessIdentity.Find(Environment.ProcessId)
            ?? throw new LabFailureException("The system does not tell when this process started.");
        var record = new RunRecord(Path.Combine(recordFolder, $"run-{self.ProcessId}-{self.StartMark}.txt"));
        record.Write(Controller, self);
        record.Write($"{Folder} {dataFolder}");
        return record;
    }

    /// <summary>Writes down a child; one that has ended already needs no line.</summary>
    public void AddChild(int processId)
    {
        if (ProcessIdentity.Find(processId) is { } child)
        {
            Write(Child, child);
        }
    }

    /// <summary>The run has cleaned up after itself: the record is no longer needed.</summary>
    public void Dispose()
    {
        writer.Dispose();
        File.Delete(path);
    }

    /// <summary>Reads a record; lines that were cut off are left out.</summary>
    public static RecordedRun Read(string path)
    {
        ProcessIdentity? controller = null;
        string? folder = null;
        var children = new List<ProcessIdentity>();
        foreach (var line in File.ReadLines(path))
        {
            var (word, rest) = line.Split(' ', 2) is [var first, var second] ? (first, second) : (line, "");
            switch (word)
            {
                case Controller:
                    controller = ReadIdentity(rest);
                    break;
                case Folder:
                    folder = rest;
                    break;
                case Child when ReadIdentity(rest) is { } child:
                    children.Add(child);
                    break;
            }
        }

        return new RecordedRun(controller, folder, children);
    }

    private static ProcessIdentity? ReadIdentity(string text) =>
        text.Split(' ') is [var id, var mark]
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
        && long.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out var startMark)
            ? new ProcessIdentity(processId, startMark)
            : null;

    private void Write(string word, ProcessIdentity process) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"{word} {process.ProcessId} {process.StartMark}"));

    private void Write(string line)
    {
        lock (writing)
        {
            writer.WriteLine(line);
        }
    }
}
