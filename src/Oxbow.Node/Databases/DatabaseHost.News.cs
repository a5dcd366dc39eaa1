using System.Diagnostics;
using Oxbow.Node.Telemetry;

namespace Oxbow.Node.Databases;

/// <content>What others can watch: that something changed, and how busy the database is.</content>
public sealed partial class DatabaseHost
{
    private readonly Lock watching = new();
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long turnBegan;
    private long busySince;
    private TimeSpan longestTurn;

    /// <summary>
    /// Ends when the next turn that changed something is over: a write came, moved or was committed. To miss
    /// nothing take it, then look, then await it. Ends as well when the database stops.
    /// </summary>
    public Task News => Volatile.Read(ref news).Task;

    /// <summary>How full the mailbox is, 0 to 1.</summary>
    public double MailboxFill => mailbox.Fill;

    /// <summary>
    /// The longest turn since the last call, the one in progress included. Turns over which requests wait for a long
    /// tail count as one: nothing else is taken meanwhile.
    /// </summary>
    public TimeSpan TakeLongestTurn()
    {
        lock (watching)
        {
            TimeSpan longest = busySince == 0 ? longestTurn : Longer(longestTurn, Stopwatch.GetElapsedTime(busySince));
            longestTurn = TimeSpan.Zero;
            return longest;
        }
    }

    private void BeginTurn()
    {
        lock (watching)
        {
            turnBegan = Stopwatch.GetTimestamp();
            busySince = busySince == 0 ? turnBegan : busySince;
        }
    }

    private void EndTurn(int inputs, bool changed)
    {
        TimeSpan duration = Stopwatch.GetElapsedTime(turnBegan);
        lock (watching)
        {
            if (!replica.HasWaitingRequests)
            {
                longestTurn = Longer(longestTurn, Stopwatch.GetElapsedTime(busySince));
                busySince = 0;
            }
        }

        OxbowTelemetry.TurnDuration.Record(duration.TotalSeconds, OxbowTelemetry.TagOf(Name));
        OxbowTelemetry.TurnInputs.Record(inputs, OxbowTelemetry.TagOf(Name));
        if (changed)
        {
            TellNews();
        }
    }

    private void TellNews() =>
        Interlocked.Exchange(ref news, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
