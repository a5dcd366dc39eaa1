using System.Diagnostics;
using Oxbow.Cli.Lab.Links;

namespace Oxbow.Cli.Lab.Playlist;

/// <summary>Retires a server over a direct, intact link.</summary>
internal sealed class Retirement(LinkTable links, LabLimits limits, LabReport report)
{
    private static readonly TimeSpan TimeBetweenAttempts = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns true when the server is gone, false when it could tell nobody within the limit and stays.</summary>
    public async Task<bool> RunAsync(
        ILabServer server, IReadOnlyList<ILabServer> others, CancellationToken cancellation)
    {
        if (others.Count is 0)
        {
            await server.EndAsync();
            return true;
        }

        var watch = Stopwatch.StartNew();
        while (!await TellOneAsync(server, others, cancellation))
        {
            if (watch.Elapsed > limits.Retirement)
            {
                report.Warn(
                    $"retireServer: {server.Name} reached no other server in {limits.Retirement.TotalSeconds:0} s and stays; "
                    + "restore one of its connections first.");
                return false;
            }

            await Task.Delay(TimeBetweenAttempts, cancellation);
        }

        return true;
    }

    private async Task<bool> TellOneAsync(
        ILabServer server, IReadOnlyList<ILabServer> others, CancellationToken cancellation)
    {
        foreach (var other in others.Where(other => links.IsIntact(server, other)))
        {
            if (await server.RetireAsync(other, cancellation))
            {
                return true;
            }
        }

        return false;
    }
}
