using Oxbow.Core.Messages;

namespace Oxbow.Node.Links;

/// <summary>
/// Cuts a link whose peer owes something and stays silent. A peer owes its hello, then progress until both
/// runs have ended, and over a live link from then on an acknowledgement of every batch; a live link with
/// nothing to acknowledge may be silent for ever.
/// </summary>
internal sealed class ProgressTimeout(CancellationTokenSource cut, TimeSpan patience)
{
    private readonly Lock gate = new();
    private long lastBatch;
    private long lastAcknowledged;
    private bool isSettled;
    private bool isEnding;

    private bool IsNothingOwed => isSettled && lastAcknowledged >= lastBatch;

    /// <summary>The peer was heard: its time begins anew.</summary>
    public void Hear(PeerMessage message)
    {
        lock (gate)
        {
            lastAcknowledged = message is Acknowledgement acknowledgement ? acknowledgement.Sequence : lastAcknowledged;
            Restart();
        }
    }

    /// <summary>Something is on its way to the peer; its time begins when it owed nothing before.</summary>
    public void Say(PeerMessage message)
    {
        if (message is not Batch batch)
        {
            return;
        }

        lock (gate)
        {
            bool begins = IsNothingOwed;
            lastBatch = batch.Sequence;
            if (begins)
            {
                Restart();
            }
        }
    }

    /// <summary>Both runs over a live link have ended.</summary>
    public void Settle()
    {
        lock (gate)
        {
            isSettled = true;
            Restart();
        }
    }

    /// <summary>The conversation is over: the peer may only read what is left, and that once.</summary>
    public void End()
    {
        lock (gate)
        {
            isEnding = true;
            cut.CancelAfter(patience);
        }
    }

    private void Restart()
    {
        if (!isEnding)
        {
            cut.CancelAfter(IsNothingOwed ? Timeout.InfiniteTimeSpan : patience);
        }
    }
}
