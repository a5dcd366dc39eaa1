using System.Diagnostics;
using System.Text.Json;

namespace Oxbow.Cli.Tests;

/// <summary>A running <c>oxbow serve</c>. Ends with the test, whatever happens.</summary>
internal sealed class ServedNode : IDisposable
{
    private readonly Process process;

    private ServedNode(Process process, JsonElement ready)
    {
        this.process = process;
        ClientAddress = new Uri(ready.GetProperty("clientAddress").GetString()!);
        PeerAddress = ready.GetProperty("peerAddress").GetString()!;
        Assert.Equal(process.Id, ready.GetProperty("processId").GetInt32());
    }

    public Uri ClientAddress { get; }

    public string PeerAddress { get; }

    public static string[] Arguments(string name, string folder) =>
        ["serve", "--name", name, "--data", Path.Combine(folder, name), "--listen", "127.0.0.1:0", "--peer-listen", "127.0.0.1:0", "--until-stdin-closes"];

    /// <summary>Starts a node and waits for its ready file.</summary>
    public static async Task<ServedNode> StartAsync(string name, string folder, params string[] more)
    {
        string file = Path.Combine(folder, $"{name}.ready");
        File.Delete(file);
        TaskCompletionSource appeared = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FileSystemWatcher watcher = new(folder, $"{name}.ready");
        watcher.Renamed += (_, _) => appeared.TrySetResult();
        watcher.EnableRaisingEvents = true;
        Process process = OxbowUnderTest.Start([.. Arguments(name, folder), "--ready-file", file, .. more.Contains("--join") ? [] : new[] { "--create" }, .. more]);
        process.ErrorDataReceived += (_, line) => TestContext.Current.TestOutputHelper?.WriteLine(line.Data ?? "");
        process.BeginErrorReadLine();
        try
        {
            Task ended = process.WaitForExitAsync();
            Assert.NotSame(ended, await Task.WhenAny(appeared.Task, ended));
            return new(process, JsonDocument.Parse(await File.ReadAllBytesAsync(file)).RootElement);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Closes the node's standard input and gives its exit code.</summary>
    public Task<int> EndAsync()
    {
        process.StandardInput.Close();
        return AwaitEndAsync();
    }

    public async Task<int> AwaitEndAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Ends the node as a crash would.</summary>
    public Task KillAsync()
    {
        process.Kill();
        return process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
