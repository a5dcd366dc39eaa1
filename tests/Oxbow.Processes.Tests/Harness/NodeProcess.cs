using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Oxbow.Client;

namespace Oxbow.Processes.Tests.Harness;

/// <summary>
/// One run of <c>oxbow serve</c> in a process of its own. The next run on the same folder is another one.
/// </summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    // Outgoing connections of this machine come from 127.0.0.1, so that none takes the port of a node that is down.
    private const string AnyPort = "127.0.0.2:0";

    private readonly Process process;
    private readonly Task<string> errors;
    private readonly string readyFile;
    private OxbowClient? client;
    private OxbowAdmin? admin;

    private NodeProcess(string name, ProcessStartInfo start, string readyFile)
    {
        Name = name;
        this.readyFile = readyFile;
        process = Process.Start(start)!;
        errors = process.StandardError.ReadToEndAsync(Cancellation);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
    }

    public string Name { get; }

    public Uri Address { get; private set; } = null!;

    public string PeerAddress { get; private set; } = "";

    public OxbowClient Client => client ??= new(Address);

    public OxbowAdmin Admin => admin ??= new(Address);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts a node on ports that the system chooses, and waits until it serves.</summary>
    public static async Task<NodeProcess> StartAsync(string name, string data, params IEnumerable<string> arguments)
    {
        NodeProcess node = Launch(name, data, arguments);
        await node.ReadyAsync();
        return node;
    }

    /// <summary>
    /// Starts a node that has ended again, on its data and at its client address, and waits until it serves.
    /// </summary>
    public static async Task<NodeProcess> RestartAsync(NodeProcess ended, string data, TimeSpan clockOffset = default)
    {
        ProcessStartInfo start = HeedingSignals();
        if (clockOffset != TimeSpan.Zero)
        {
            WrongClock.Set(start, clockOffset);
        }

        NodeProcess node = Launch(ended.Name, data, start, ended.Address.Authority, []);
        await node.ReadyAsync();
        return node;
    }

    /// <summary>
    /// Starts a node and does not wait. It heeds signals, also when the tests themselves were started to ignore them,
    /// as a shell does in the background.
    /// </summary>
    public static NodeProcess Launch(string name, string data, params IEnumerable<string> arguments) =>
        Launch(name, data, HeedingSignals(), AnyPort, arguments);

    /// <summary>
    /// Starts a node that may make no file longer than this, which is what a full disk looks like to it.
    /// </summary>
    public static NodeProcess LaunchOnFullDisk(string name, string data, int fileKibibytes)
    {
        ProcessStartInfo shell = new("bash");
        string limit = fileKibibytes.ToString(CultureInfo.InvariantCulture);
        shell.ArgumentList.Add("-c");
        shell.ArgumentList.Add($"trap '' XFSZ; ulimit -f {limit}; exec dotnet \"$@\"");
        shell.ArgumentList.Add("bash");
        // Otherwise the runtime keeps its machine code in a file in memory, to which the limit applies as well.
        shell.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Launch(name, data, shell, AnyPort, []);
    }

    public async Task ReadyAsync()
    {
        await Eventually.HoldsAsync($"{Name} is ready", () => Task.FromResult(File.Exists(readyFile) || process.HasExited));
        if (process.HasExited)
        {
            Assert.Fail($"{Name} ended with exit code {process.ExitCode}: {await errors}");
        }

        using var ready = JsonDocument.Parse(await File.ReadAllBytesAsync(readyFile, Cancellation));
        Address = new(ready.RootElement.GetProperty("clientAddress").GetString()!);
        PeerAddress = ready.RootElement.GetProperty("peerAddress").GetString()!;
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(Cancellation);
    }

    /// <summary>Sends a signal, by the name that <c>kill</c> knows.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancellation);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for the process to end on its own.</summary>
    public async Task<(int ExitCode, string Errors)> EndAsync()
    {
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private static ProcessStartInfo HeedingSignals() => new("env", ["--default-signal=INT,TERM", "dotnet"]);

    private static NodeProcess Launch(string name, string data, ProcessStartInfo start, string listen, IEnumerable<string> arguments)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        string readyFile = $"{data}.ready";
        File.Delete(readyFile);
        IEnumerable<string> all =
        [
            Path.Combine(AppContext.BaseDirectory, "oxbow.dll"), "serve", "--name", name, "--data", data,
            "--listen", listen, "--peer-listen", "127.0.0.1:0",
            "--ready-file", readyFile, "--until-stdin-closes", .. arguments.Contains("--join") ? [] : new[] { "--create" }, .. arguments,
        ];
        foreach (string argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        return new(name, start, readyFile);
    }
}
