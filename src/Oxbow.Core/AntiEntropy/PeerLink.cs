using Oxbow.Core.Identity;
using Oxbow.Core.Messages;

namespace Oxbow.Core.AntiEntropy;

/// <summary>One open link: where its conversation stands.</summary>
internal sealed class PeerLink(LinkOpened opened)
{
    public LinkId Id { get; } = opened.Link;

    public LinkPurpose Purpose { get; } = opened.Purpose;

    public bool IsDialer { get; } = opened.IsDialer;

    public LinkPhase Phase { get; set; }

    /// <summary>The replica at the other end; null before the hello.</summary>
    public ReplicaId? Peer { get; set; }

    /// <summary>Who leaves, at the dialer of a retirement handover; null before the hello.</summary>
    public ReplicaIdentity? Leaver { get; set; }

    /// <summary>The sending side; null before the hello, and at the receiving end of a retirement handover.</summary>
    public RunSender? Sender { get; set; }

    /// <summary>Sequence of the last batch taken.</summary>
    public long ReceivedSequence { get; set; }

    /// <summary>Records received.</summary>
    public long Received { get; set; }

    public bool PeerRunEnded { get; set; }

    public bool HasReportedEnd { get; set; }

    /// <summary>
    /// The listener ends its run after the dialer's, so that what the dialer brought (and a primary committed)
    /// goes back in the same exchange.
    /// </summary>
    public bool MayEndRun => IsDialer || PeerRunEnded;

    /// <summary>A run that has ended goes on only over a live link.</summary>
    public bool MaySend => Phase == LinkPhase.Running && (Purpose == LinkPurpose.Live || Sender is { HasEnded: false });
}
