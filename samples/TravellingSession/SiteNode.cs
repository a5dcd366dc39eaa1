using System.Diagnostics;
using System.Text.Json;
using Oxbow.Client;

namespace TravellingSession;

/// <summary>One <c>oxbow serve</c> in a process of its own, which can be killed and started again on its data.</summary>
internal sealed class SiteNode(string program, string name, string folder) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Process? process;

    public string Name => name;

    public string PeerAddress { get; private set; } = "";

    public OxbowClient Client { get; private set; } = null!;

    public OxbowAdmin Admin { get; private set; } = null!;

    /// <summary>False while it is dead.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="join">Whom to join when it has no data yet; null to create the database.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task StartAsync(SiteNode? join, CancellationToken cancellation)
    {
        string ready = Path.Combine(folder, $"{name}.ready");
        File.Delete(ready);
        ProcessStartInfo start = program.EndsWith(".dll", StringComparison.Ordinal) ? new("dotnet") { ArgumentList = { program } } : new(program);
        IEnumerable<string> arguments =
        [
            "serve", "--name", name, "--data", Path.Combine(folder, name), "--listen", "127.0.0.1:0", "--peer-listen", "127.0.0.1:0",
            "--ready-file", ready, "--until-stdin-closes", .. join is null ? new[] { "--create" } : ["--join", join.PeerAddress],
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.RedirectStandardInput = true;
        process?.Dispose();
        process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        await WaitForAsync(ready, cancellation);
        using JsonDocument read = JsonDocument.Parse(await File.ReadAllBytesAsync(ready, cancellation));
        PeerAddress = read.RootElement.GetProperty("peerAddress").GetString()!;
        Uri address = new(read.RootElement.GetProperty("clientAddress").GetString()!);
        (Client, Admin) = (new(address), new(address));
        IsRunning = true;
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        IsRunning = false;
        process!.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await KillAsync();
        }

        process?.Dispose();
    }

    private async Task WaitForAsync(string file, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(10));
        while (!File.Exists(file))
        {
            if (process!.HasExited || watch.Elapsed > Patience)
            {
                throw new InvalidOperationException($"{name} does not serve.");
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
