using System.Diagnostics;

namespace Oxbow.Processes.Tests.Harness;

/// <summary>Waits for facts about other processes, which can only be asked again and again.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until the fact holds; gives how long that took.</summary>
    public static async Task<TimeSpan> HoldsAsync(string fact, Func<Task<bool>> holds)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var watch = Stopwatch.StartNew();
        using PeriodicTimer timer = new(Period);
        while (!await holds())
        {
            Assert.True(watch.Elapsed < Limit, $"Not seen in {Limit.TotalSeconds} s: {fact}.");
            await timer.WaitForNextTickAsync(cancellation);
        }

        return watch.Elapsed;
    }
}
