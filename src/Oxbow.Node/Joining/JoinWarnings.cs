using Microsoft.Extensions.Logging;
using Oxbow.Node.Naming;
using Oxbow.Node.Telemetry;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Joining;

/// <summary>
/// Says in the log why a database waits: at once, then ever more rarely, so that a wait of days does not fill a disk.
/// </summary>
internal sealed class JoinWarnings(string database, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    private readonly HashSet<(string Address, PublicDatabaseId Other)> met = [];
    private TimeSpan silence = TimeSpan.Zero;
    private long? last;

    /// <summary>A round has passed without a replica.</summary>
    public void Waiting(JoinProgress progress)
    {
        if (last is { } before && time.GetElapsedTime(before) < silence)
        {
            return;
        }

        last = time.GetTimestamp();
        silence = TimeSpan.FromTicks(Math.Clamp(2 * silence.Ticks, ShortestSilence.Ticks, LongestSilence.Ticks));
        NodeLogMessages.WaitingToJoin(logger, database, progress.ToString());
    }

    /// <summary>An address has refused; that it has another database than the one meant is told once.</summary>
    public void Refused(string address, LinkRefusedException refusal, PublicDatabaseId? meant)
    {
        if (refusal.OtherDatabase is { } other && met.Add((address, other)))
        {
            NodeLogMessages.OtherDatabaseMet(logger, database, address, other.ToString(), meant.ToString()!);
        }
    }
}
