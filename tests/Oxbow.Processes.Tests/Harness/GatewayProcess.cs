using System.Diagnostics;

namespace Oxbow.Processes.Tests.Harness;

/// <summary>One run of <c>oxbow gateway</c> in a process of its own.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process process;

    private GatewayProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts a gateway in front of nodes, on a port that the system chooses, and waits until it serves.</summary>
    public static async Task<GatewayProcess> StartAsync(IEnumerable<NodeProcess> nodes)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        IEnumerable<string> arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "oxbow.dll"), "gateway", "--listen", "127.0.0.1:0", "--until-stdin-closes",
            .. nodes.SelectMany(node => new[] { "--node", node.Address.GetLeftPart(UriPartial.Authority) }),
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        string? address = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new(process, new(address ?? throw new InvalidOperationException("The gateway ended at once.")));
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }
}
