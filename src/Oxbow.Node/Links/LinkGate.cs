using Oxbow.Core.Messages;
using Oxbow.Node.Peers;

namespace Oxbow.Node.Links;

/// <summary>
/// Decides whether a link may exist, at one moment for all: between a look at the gate and the registration of
/// a link nothing can be paused or blocked.
/// </summary>
internal sealed class LinkGate(PeerBook peers, bool isPaused)
{
    private readonly Lock gate = new();

    /// <summary>True while anti-entropy is paused.</summary>
    public bool IsPaused { get; private set; } = isPaused;

    /// <summary>True while no link at all may exist.</summary>
    public bool IsOffline { get; private set; }

    /// <summary>Registers a link if it may exist; otherwise gives the stable code of the reason.</summary>
    public string? TryRegister(PeerConnection connection, Action<PeerConnection> register)
    {
        lock (gate)
        {
            string? refusal = FindRefusal(connection.PeerName, connection.Purpose);
            if (refusal is null)
            {
                register(connection);
            }

            return refusal;
        }
    }

    /// <summary>Why a link to that peer may not exist now, as a stable code; null when it may.</summary>
    public string? FindRefusal(string peer, LinkPurpose purpose)
    {
        if (IsOffline)
        {
            return NodeRefusalCodes.Offline;
        }

        if (peers.IsBlocked(peer))
        {
            return NodeRefusalCodes.LinkBlocked;
        }

        // A paused system still lets replicas come and go: no old write passes when one joins, and a farewell
        // is the last chance to take what a retiring replica alone holds.
        return IsPaused && purpose is (LinkPurpose.Exchange or LinkPurpose.Live) ? NodeRefusalCodes.Paused : null;
    }

    public void SetPaused(bool paused)
    {
        lock (gate)
        {
            IsPaused = paused;
        }
    }

    public void SetOffline(bool offline)
    {
        lock (gate)
        {
            IsOffline = offline;
        }
    }

    public void SetBlocked(string peer, bool blocked)
    {
        lock (gate)
        {
            peers.SetBlocked(peer, blocked);
        }
    }
}
