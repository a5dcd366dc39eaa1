using System.Diagnostics;

namespace Oxbow.Cli.Lab.Processes;

/// <summary>
/// A process that this one has started and will end. It holds the write end of the child's standard input; the
/// child ends when that closes, which the system sees to even when this process is killed.
/// </summary>
internal sealed class ChildProcess
{
    private const int LinesOfLastWords = 20;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly Process process;
    private readonly Queue<string> lastWords = [];

    private ChildProcess(string name, Process process)
    {
        Name = name;
        this.process = process;
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    public bool HasEnded => process.HasExited;

    /// <summary>True when the child has ended, or is just about to: a dying process closes its connections first.</summary>
    public Task<bool> EndsSoonAsync() => EndsWithinAsync(Moment);

    public StreamWriter Input => process.StandardInput;

    public StreamReader Output => process.StandardOutput;

    public static ChildProcess Start(string name, ProcessStartInfo command, RunRecord record)
    {
        var process = Process.Start(command)
            ?? throw new LabFailureException($"{name}: {command.FileName} did not start.");
        record.AddChild(process.Id);
        return new ChildProcess(name, process);
    }

    /// <summary>Reads what the child prints and drops it, so that the child never waits for a reader.</summary>
    public void IgnoreOutput()
    {
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
    }

    /// <summary>Waits for the child to end on its own; after a grace period it is killed.</summary>
    public async Task AwaitEndAsync()
    {
        if (!await EndsWithinAsync(Grace))
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Asks the child to end, and sees to it.</summary>
    public async Task EndAsync()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child has closed its end already.
        }

        await AwaitEndAsync();
    }

    /// <summary>Ends the child without a word, as a crash does.</summary>
    public Task KillAsync()
    {
        process.Kill();
        return process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>The child ended when it should not have: says so, with the last that it wrote on standard error.</summary>
    public async Task<LabFailureException> DiedAsync()
    {
        await AwaitEndAsync();
        lock (lastWords)
        {
            var words = lastWords.Count is 0 ? "" : Environment.NewLine + string.Join(Environment.NewLine, lastWords);
            return new LabFailureException(
                $"{Name} (process {process.Id}) ended unexpectedly with exit code {process.ExitCode}.{words}");
        }
    }

    private async Task<bool> EndsWithinAsync(TimeSpan time)
    {
        using var limit = new CancellationTokenSource(time);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Remember(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (lastWords)
        {
            lastWords.Enqueue($"  {Name}: {line}");
            if (lastWords.Count > LinesOfLastWords)
            {
                lastWords.Dequeue();
            }
        }
    }
}
