using System.Diagnostics;

namespace Oxbow.Samples.Tests.Processes;

/// <summary>A program from beside the tests, run for real; disposing it ends it.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private SampleProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>Starts a program, such as <c>movies</c>.</summary>
    public static SampleProcess Start(string program, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<SampleResult> RunAsync(string program, IEnumerable<string> arguments, CancellationToken patience)
    {
        await using SampleProcess running = Start(program, arguments);
        return await running.EndAsync(patience);
    }

    /// <summary>Writes a line to its standard input.</summary>
    public async Task SayAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>The next line of its standard output.</summary>
    public async Task<string> HearAsync(CancellationToken patience) =>
        await process.StandardOutput.ReadLineAsync(patience) ?? throw new InvalidOperationException($"The program has ended: {await errors}");

    /// <summary>Ends its standard input, and reads what it still says.</summary>
    public async Task<SampleResult> EndAsync(CancellationToken patience)
    {
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync(patience);
        await process.WaitForExitAsync(patience);
        return new(process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries), await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
