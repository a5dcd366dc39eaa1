using Oxbow.Node.Databases;

namespace Oxbow.Node.States;

/// <summary>Keeps the state of a node: the one an operator set, or else the one that its load makes.</summary>
internal sealed class NodeStateMonitor : IAsyncDisposable
{
    private readonly OverloadDetector detector;
    private readonly Func<IEnumerable<DatabaseHost>> databases;
    private readonly DriveInfo? disk;
    private readonly Lock gate = new();
    private readonly ITimer timer;
    private CancellationTokenSource serving = new();
    private NodeState? ordered;

    /// <summary>Starts to watch the load.</summary>
    public NodeStateMonitor(
        LoadLimits limits, string? dataFolder, Func<IEnumerable<DatabaseHost>> databases, TimeProvider time)
    {
        detector = new(limits);
        this.databases = databases;
        disk = dataFolder is null ? null : new DriveInfo(Path.GetFullPath(dataFolder));
        timer = time.CreateTimer(_ => Sample(), state: null, limits.SamplePeriod, limits.SamplePeriod);
    }

    /// <summary>The state now.</summary>
    public NodeState State
    {
        get
        {
            lock (gate)
            {
                return ordered ?? detector.State;
            }
        }
    }

    /// <summary>True while the load decides, false while an operator's word stands.</summary>
    public bool IsAutomatic
    {
        get
        {
            lock (gate)
            {
                return ordered is null;
            }
        }
    }

    /// <summary>Cancelled when the node goes offline or ends; a new one is given when it is back.</summary>
    public CancellationToken Serving
    {
        get
        {
            lock (gate)
            {
                return serving.Token;
            }
        }
    }

    /// <summary>Sets the state; null leaves it to the load again.</summary>
    public void Set(NodeState? state)
    {
        CancellationTokenSource? ended = null;
        lock (gate)
        {
            ordered = state;
            if (state == NodeState.Offline)
            {
                ended = serving;
            }
            else if (serving.IsCancellationRequested)
            {
                serving = new();
            }
        }

        ended?.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync().ConfigureAwait(false);
        CancellationTokenSource last;
        lock (gate)
        {
            last = serving;
        }

        await last.CancelAsync().ConfigureAwait(false);
    }

    private void Sample()
    {
        LoadSample sample = new(0, TimeSpan.Zero, FreeBytes());
        foreach (DatabaseHost database in databases())
        {
            sample = sample with
            {
                MailboxFill = Math.Max(sample.MailboxFill, database.MailboxFill),
                LongestTurn = TimeSpan.FromTicks(Math.Max(sample.LongestTurn.Ticks, database.TakeLongestTurn().Ticks)),
            };
        }

        lock (gate)
        {
            detector.Judge(sample);
        }
    }

    private long FreeBytes()
    {
        try
        {
            return disk?.AvailableFreeSpace ?? long.MaxValue;
        }
        catch (IOException)
        {
            // The disk does not say; a write that fails will.
            return long.MaxValue;
        }
    }
}
