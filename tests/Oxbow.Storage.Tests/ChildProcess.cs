using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Oxbow.Storage.Segments;

namespace Oxbow.Storage.Tests;

/// <summary>
/// This very test program, started once more as a real second process that opens a journal, appends until it is
/// killed, and prints the count of blocks that are synced after each fsync.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private const string FolderVariable = "OXBOW_STORAGE_TESTS_CHILD_FOLDER";

    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public static ChildProcess Start(string folder, bool withoutLocks = false)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Oxbow.Storage.Tests"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[FolderVariable] = folder;
        if (withoutLocks)
        {
            start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1";
        }

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>The block that stands at an index of the child's journal.</summary>
    public static byte[] BlockAt(int index) => BitConverter.GetBytes(index);

    /// <summary>The next line the child prints; waits for it.</summary>
    public string ReadLine() =>
        process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(process.StandardError.ReadToEnd());

    /// <summary>Kills the child as <c>kill -9</c> does, and returns the last count it had printed.</summary>
    public int Kill()
    {
        process.Kill();
        var last = "0";
        while (process.StandardOutput.ReadLine() is { } line)
        {
            last = line;
        }

        process.WaitForExit();
        return int.Parse(last, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    /// <summary>Turns the program into the child, before any test runner starts, when the variable is set.</summary>
    [ModuleInitializer]
    internal static void RunAsChild()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder)
        {
            return;
        }

        try
        {
            AppendForever(folder);
        }
        catch (Exception refusal) when (refusal is FolderInUseException or NotSupportedException)
        {
            Console.Out.WriteLine(refusal.Message);
            Environment.Exit(3);
        }
    }

    private static void AppendForever(string folder)
    {
        using var journal = FileJournal.Open(folder, new JournalOptions { SegmentBytes = 4096, ReserveBytes = 1024 });
        var count = journal.Recover().Count();
        while (true)
        {
            journal.Append(BlockAt(count++));
            journal.Append(BlockAt(count++));
            journal.Sync();
            Console.Out.WriteLine(count.ToString(CultureInfo.InvariantCulture));
        }
    }
}
