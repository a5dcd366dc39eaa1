using System.Diagnostics;

namespace Oxbow.Cli.Lab.Processes;

/// <summary>
/// A process that this one has started and will end. It holds the write end of the child's standard input; the
/// child ends when that closes, which the system sees to even when this process is killed.
/// </summary>
internal sealed class ChildProcess
{
    private const int LinesOfLastWords = 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly Process _process;
    private readonly Queue<string> _lastWords = [];

    private ChildProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    public bool HasEnded => _process.HasExited;

    public StreamWriter Input => _process.StandardInput;

    public StreamReader Output => _process.StandardOutput;

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
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
    }

    /// <summary>Waits for the child to end on its own; after a grace period it is killed.</summary>
    public async Task AwaitEndAsync()
    {
        using var limit = new CancellationTokenSource(Grace);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Asks the child to end, and sees to it.</summary>
    public async Task EndAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child has closed its end already.
        }

        await AwaitEndAsync();
    }

    /// <summary>The child ended when it should not have: says so, with the last that it wrote on standard error.</summary>
    public async Task<LabFailureException> DiedAsync()
    {
        await AwaitEndAsync();
        lock (_lastWords)
        {
            var words = _lastWords.Count is 0 ? "" : Environment.NewLine + string.Join(Environment.NewLine, _lastWords);
            return new LabFailureException(
                $"{Name} (process {_process.Id}) ended unexpectedly with exit code {_process.ExitCode}.{words}");
        }
    }

    private void Remember(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lastWords)
        {
            _lastWords.Enqueue($"  {Name}: {line}");
            if (_lastWords.Count > LinesOfLastWords)
            {
                _lastWords.Dequeue();
            }
        }
    }
}
