using Oxbow.Core.Messages;

namespace Oxbow.Node.Dialing;

/// <summary>
/// Something that this node has begun with a peer and that is no registered link: a dial, or a question for an id.
/// </summary>
internal sealed class LinkAttempt : IDisposable
{
    private readonly LinkAdmission gate;
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration givingUp;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LinkAttempt(LinkAdmission gate, string peerName, LinkPurpose purpose, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        this.gate = gate;
        PeerName = peerName;
        Purpose = purpose;
        source = new(patience, time);
        givingUp = cancellation.UnsafeRegister(static attempt => ((LinkAttempt)attempt!).Cancel(), this);
    }

    public string PeerName { get; }

    public LinkPurpose Purpose { get; }

    /// <summary>Cancelled when the caller gives up, patience ends, or the peer may not be talked to any more.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Gives up; the task ends when nothing is under way any more.</summary>
    public Task CutAsync()
    {
        Cancel();
        return ended.Task;
    }

    public void Dispose()
    {
        givingUp.Dispose();
        gate.End(this);
        source.CancelAfter(Timeout.InfiniteTimeSpan);
        ended.TrySetResult();
    }

    // The source is left to the collector: a pause may cut an attempt at the very moment of its end.
    private void Cancel() => _ = source.CancelAsync();
}
