using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Oxbow.Processes.Tests.Harness;

namespace Oxbow.Processes.Tests;

/// <summary><c>kill -9</c> of the controller of a lab: nothing of its run stays behind.</summary>
public sealed class KilledLabTests : IDisposable
{
    private const string Script = "joinServer 0\njoinServer 1\njoinClient 2 0\nput 2 a u\nget 2 a\n";

    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_killed_controller_leaves_no_open_port_and_the_next_run_works()
    {
        using Process controller = await StartAsync(Script);
        Assert.Equal("a:u", await controller.StandardOutput.ReadLineAsync(Cancellation));
        int[] children = Children();
        string data = Path.GetDirectoryName(Directory.GetFiles(Recorded("folder").Single(), "*.ready")[0])!;
        int[] ports = [.. Directory.EnumerateFiles(data, "*.ready").SelectMany(PortsOf)];
        Assert.Equal((3, 4), (children.Length, ports.Length));
        await KillAsync(controller);
        await NoneIsLeftAsync(children);
        Assert.All(ports, port => Assert.Throws<SocketException>(() => new TcpClient().Connect(IPAddress.Loopback, port)));
        await NextRunWorksAsync();
        Assert.Contains("1 interrupted run(s): no process left, deleted 1 data folder(s)", await CleanAsync(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task A_controller_killed_while_servers_start_leaves_none_of_them()
    {
        using Process controller = await StartAsync(string.Concat(Enumerable.Range(0, 8).Select(id => $"joinServer {id}\n")));
        await Eventually.HoldsAsync("some servers have started", () => Task.FromResult(Children().Length >= 3));
        await KillAsync(controller);
        await NoneIsLeftAsync(Children());
        Assert.Contains("deleted 1 data folder(s)", await CleanAsync(), StringComparison.Ordinal);
        Assert.Contains("nothing left", await CleanAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frozen_children_of_a_killed_controller_are_ended_by_clean()
    {
        using Process controller = await StartAsync(Script);
        Assert.Equal("a:u", await controller.StandardOutput.ReadLineAsync(Cancellation));
        int frozen = Children()[0];
        using (var stop = Process.Start("kill", ["-s", "STOP", $"{frozen}"]))
        {
            await stop.WaitForExitAsync(Cancellation);
        }

        await KillAsync(controller);
        Assert.True(IsRunning(frozen));
        Assert.Contains("ended ", await CleanAsync(), StringComparison.Ordinal);
        await NoneIsLeftAsync([frozen]);
    }

    private async Task<Process> StartAsync(string script)
    {
        Process controller = Lab();
        await controller.StandardInput.WriteAsync(script);
        await controller.StandardInput.FlushAsync(Cancellation);
        return controller;
    }

    private async Task NextRunWorksAsync()
    {
        using Process next = await StartAsync(Script);
        next.StandardInput.Close();
        Assert.Equal("a:u\n", await next.StandardOutput.ReadToEndAsync(Cancellation));
        await next.WaitForExitAsync(Cancellation);
        Assert.Equal(0, next.ExitCode);
    }

    private async Task<string> CleanAsync()
    {
        using Process clean = Lab("--clean");
        string errors = await clean.StandardError.ReadToEndAsync(Cancellation);
        await clean.WaitForExitAsync(Cancellation);
        Assert.Equal(0, clean.ExitCode);
        return errors;
    }

    private Process Lab(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "oxbow.dll"), "lab", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_STATE_HOME"] = folder.Path;
        return Process.Start(start)!;
    }

    /// <summary>What the record of the run says after a word.</summary>
    private IEnumerable<string> Recorded(string word) =>
        from record in Directory.Exists(folder["oxbow"]) ? Directory.GetFiles(folder["oxbow"], "run-*", SearchOption.AllDirectories) : []
        from line in File.ReadAllLines(record)
        where line.StartsWith($"{word} ", StringComparison.Ordinal)
        select line[(word.Length + 1)..];

    private int[] Children() => [.. Recorded("child").Select(child => int.Parse(child.Split(' ')[0], provider: null))];

    private static int[] PortsOf(string readyFile)
    {
        using var ready = JsonDocument.Parse(File.ReadAllBytes(readyFile));
        return
        [
            new Uri(ready.RootElement.GetProperty("clientAddress").GetString()!).Port,
            IPEndPoint.Parse(ready.RootElement.GetProperty("peerAddress").GetString()!).Port,
        ];
    }

    private static async Task KillAsync(Process controller)
    {
        controller.Kill();
        await controller.WaitForExitAsync(Cancellation);
    }

    private static Task NoneIsLeftAsync(int[] processes) =>
        Eventually.HoldsAsync("no child is left", () => Task.FromResult(!processes.Any(IsRunning)));

    private static bool IsRunning(int process)
    {
        string stat = $"/proc/{process}/stat";
        try
        {
            // A zombie has ended; nobody has asked for its exit code yet.
            return File.ReadAllText(stat).Split(") ")[^1][0] is not 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
