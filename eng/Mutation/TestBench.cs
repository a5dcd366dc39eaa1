using System.Diagnostics;

namespace Oxbow.Mutation;

/// <summary>A copy of built tests, in which the assembly that they test is replaced.</summary>
internal sealed class TestBench
{
    /// <summary>A change can make a loop endless that takes memory: its process ends long before the machine does.</summary>
    private const string MostMemory = "0x60000000";

    private readonly TestProgram program;
    private readonly string folder;
    private readonly string replaced;
    private TimeSpan limit = TimeSpan.FromMinutes(15);

    public TestBench(ProjectSources sources, TestProgram program, string name)
    {
        this.program = program;
        string built = Path.Combine(sources.Root, "artifacts", "bin", program.Project, "release");
        folder = Path.Combine(sources.Folder, name, program.Project);
        replaced = Path.Combine(folder, $"{sources.AssemblyName}.dll");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (string file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>
    /// Runs the tests without a change: how long that takes, on a machine as busy as it will be, tells later when they hang.
    /// </summary>
    public void Measure(byte[] original)
    {
        Stopwatch watch = Stopwatch.StartNew();
        if (Test(original) != Fate.Survived)
        {
            throw new InvalidOperationException($"{program.Project} fails without a change: see ./test.");
        }

        limit = (3 * watch.Elapsed) + TimeSpan.FromSeconds(20);
        Console.WriteLine(
            $"{program.Project} takes {watch.Elapsed.TotalSeconds:F0} s and is ended after {limit.TotalSeconds:F0} s");
    }

    /// <summary>Runs the tests with another assembly in its place, up to the first that fails.</summary>
    public Fate Test(byte[] assembly)
    {
        File.WriteAllBytes(replaced, assembly);
        string tests = Path.Combine(folder, $"{program.Project}.dll");
        string[] arguments = [tests, "--no-progress", "--no-ansi", "--stop-on-fail", "on", .. program.Filter];
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = MostMemory;
        using Process run = Process.Start(start)!;

        // What nobody reads would fill the pipe and stop the tests.
        run.OutputDataReceived += (_, _) => { };
        run.ErrorDataReceived += (_, _) => { };
        run.BeginOutputReadLine();
        run.BeginErrorReadLine();
        run.StandardInput.Close();
        if (!run.WaitForExit(limit))
        {
            run.Kill(entireProcessTree: true);
            run.WaitForExit();
            return Fate.TimedOut;
        }

        return run.ExitCode == 0 ? Fate.Survived : Fate.Failed;
    }
}
