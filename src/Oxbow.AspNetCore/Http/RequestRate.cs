using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Problems;

namespace Oxbow.AspNetCore.Http;

/// <summary>Keeps one client address from asking more than its share.</summary>
/// <param name="maximumPerSecond">Most requests a second that one address may make; 0 sets no limit.</param>
internal sealed class RequestRate(int maximumPerSecond) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress>? limiter =
        maximumPerSecond > 0 ? Limit(maximumPerSecond) : null;

    /// <summary>Counts a request.</summary>
    /// <exception cref="ProblemException">It is one too many.</exception>
    public void Count(HttpContext context)
    {
        if (limiter is null)
        {
            return;
        }

        using RateLimitLease lease = limiter.AttemptAcquire(context.Connection.RemoteIpAddress ?? IPAddress.None);
        if (!lease.IsAcquired)
        {
            throw new ProblemException(new(
                StatusCodes.Status429TooManyRequests,
                ProblemCodes.RateLimited,
                $"This node serves {maximumPerSecond} requests a second to one client: wait, then go on more slowly or ask another node."));
        }
    }

    public void Dispose() => limiter?.Dispose();

    private static PartitionedRateLimiter<IPAddress> Limit(int perSecond) =>
        PartitionedRateLimiter.Create<IPAddress, IPAddress>(client => RateLimitPartition.GetTokenBucketLimiter(client, _ => new()
        {
            TokenLimit = perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
}
