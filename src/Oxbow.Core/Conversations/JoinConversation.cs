using Oxbow.Core.Identity;
using Oxbow.Core.Membership;
using Oxbow.Core.Messages;

namespace Oxbow.Core.Conversations;

/// <summary>
/// The listener's end of a join: creates a replica for a program that asks. The asker is no replica yet.
/// </summary>
internal sealed class JoinConversation(ConversationParts parts, LinkOpened opened) : Conversation(parts, opened)
{
    private bool CanCreate => State.Identity.Replica.Depth < ReplicaId.MaximumDepth
        && State.Log.Replicas.Count < ReplicaTable.MaximumReplicas;

    protected override Rejection? Hear(PeerMessage message) => message is JoinRequest request
        ? HelloCheck.FindVersionFault(request.Version) ?? State.Standing.RefusalOfWrites() ?? Create()
        : OutOfTurn(message);

    private Rejection? Create()
    {
        if (!CanCreate)
        {
            return new(RejectionCode.TooMany, "This replica can create no more replicas: ask another one.");
        }

        Say(new JoinReply(Creation.Accept(State)));

        // Whatever the asker still says is ignored; closing the link is its part.
        Close();
        return null;
    }
}
