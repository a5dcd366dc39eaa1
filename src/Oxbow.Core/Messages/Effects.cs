using Oxbow.Core.Identity;
using Oxbow.Core.Log;

namespace Oxbow.Core.Messages;

/// <summary>
/// What a replica wants done, in this order: persist, then send and reply, then handle the events. Nothing is
/// sent or answered before all that is to be persisted is durable.
/// </summary>
/// <param name="Identity">When not null, to be persisted before the records: which replica this is.</param>
/// <param name="Persist">Records to append to the journal.</param>
/// <param name="Send">Messages for peers, in order for each link.</param>
/// <param name="Replies">Answers to clients.</param>
/// <param name="Events">What the node has to know or do.</param>
public sealed record Effects(
    ReplicaIdentity? Identity,
    IReadOnlyList<LogRecord> Persist,
    IReadOnlyList<PeerSend> Send,
    IReadOnlyList<Reply> Replies,
    IReadOnlyList<ReplicaEvent> Events)
{
    /// <summary>True when there is nothing to make durable.</summary>
    public bool IsDurableAlready => Identity is null && Persist.Count == 0;

    /// <summary>True when there is nothing to do at all.</summary>
    public bool IsEmpty => IsDurableAlready && Send.Count == 0 && Replies.Count == 0 && Events.Count == 0;
}

/// <summary>A message on its way to a peer.</summary>
/// <param name="Link">The link to send it over.</param>
/// <param name="Message">The message.</param>
public readonly record struct PeerSend(LinkId Link, PeerMessage Message);
