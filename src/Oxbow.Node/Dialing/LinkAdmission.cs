using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Errors;
using Oxbow.Node.Links;
using Oxbow.Node.Peers;

namespace Oxbow.Node.Dialing;

/// <summary>
/// Decides whether a link may exist, at one moment for all: between a look at the gate and the registration of
/// a link nothing can be paused or blocked.
/// </summary>
internal sealed class LinkAdmission(string nodeName, PeerTable peers, bool isPaused)
{
    private readonly Lock gate = new();
    private readonly HashSet<LinkAttempt> attempts = [];

    /// <summary>True while anti-entropy is paused.</summary>
    public bool IsPaused { get; private set; } = isPaused;

    /// <summary>True while no link at all may exist.</summary>
    public bool IsOffline { get; private set; }

    /// <summary>
    /// Takes note of something that begins with a peer; null, with the stable code of the reason, when it may not.
    /// </summary>
    public LinkAttempt? TryBegin(string peer, LinkPurpose purpose, TimeSpan patience, TimeProvider time, CancellationToken cancellation, out string? refusal)
    {
        lock (gate)
        {
            refusal = FindRefusal(peer, purpose);
            if (refusal is not null)
            {
                return null;
            }

            LinkAttempt attempt = new(this, peer, purpose, patience, time, cancellation);
            attempts.Add(attempt);
            return attempt;
        }
    }

    /// <summary>Forgets an attempt that is over.</summary>
    public void End(LinkAttempt attempt)
    {
        lock (gate)
        {
            attempts.Remove(attempt);
        }
    }

    /// <summary>Registers a link if it may exist; otherwise gives the stable code of the reason.</summary>
    public string? TryRegister(PeerConnection connection, DatabaseHost database)
    {
        lock (gate)
        {
            PeerConnection? rival = connection.Traits.StaysOpen ? FindRival(connection, database) : null;
            string? refusal = FindRefusal(connection.PeerName, connection.Purpose)
                ?? (rival is not null && !Yields(rival, connection) ? NodeRefusalCodes.AlreadyLinked : null)
                ?? database.Register(connection);
            if (refusal is null)
            {
                rival?.Abort();
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

        return IsPaused && !LinkTraits.Of(purpose).AllowedWhilePaused ? NodeRefusalCodes.Paused : null;
    }

    /// <summary>Pauses; the task ends when no attempt that this forbids is under way any more.</summary>
    public Task PauseAsync()
    {
        lock (gate)
        {
            IsPaused = true;
            return CutForbiddenAttempts();
        }
    }

    /// <summary>
    /// Forbids all links, or no longer; the task ends when no attempt that this forbids is under way any more.
    /// </summary>
    public Task SetOfflineAsync(bool offline)
    {
        lock (gate)
        {
            IsOffline = offline;
            return CutForbiddenAttempts();
        }
    }

    public void Resume()
    {
        lock (gate)
        {
            IsPaused = false;
        }
    }

    /// <summary>Blocks a peer; the task ends when no attempt that this forbids is under way any more.</summary>
    public Task BlockAsync(string peer)
    {
        lock (gate)
        {
            peers.SetBlocked(peer, true);
            return CutForbiddenAttempts();
        }
    }

    public void Unblock(string peer)
    {
        lock (gate)
        {
            peers.SetBlocked(peer, false);
        }
    }

    private Task CutForbiddenAttempts() => Task.WhenAll(attempts
        .Where(attempt => FindRefusal(attempt.PeerName, attempt.Purpose) is not null)
        .Select(attempt => attempt.CutAsync()));

    /// <summary>
    /// Another lasting link for the same purpose, of the same database to the same peer: one carries everything, in
    /// both directions.
    /// </summary>
    private static PeerConnection? FindRival(PeerConnection connection, DatabaseHost database) =>
        database.Connections.FirstOrDefault(other =>
            other.IsOpen && other.Purpose == connection.Purpose && other.PeerName == connection.PeerName);

    /// <summary>
    /// When two nodes dial each other at once, both have to keep the same one of the two links: the one dialed
    /// by the node whose name comes first.
    /// </summary>
    private bool Yields(PeerConnection present, PeerConnection newcomer) =>
        present.IsDialer != newcomer.IsDialer
        && newcomer.IsDialer == (string.CompareOrdinal(nodeName, newcomer.PeerName) < 0);
}
