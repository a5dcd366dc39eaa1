using Oxbow.Core.Execution;
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
        ? HelloCheck.FindVersionFault(request.Version) ?? State.RefusalOfWrites() ?? FindLevelFault(request) ?? Create(request.Description)
        : OutOfTurn(message);

    private Rejection? FindLevelFault(JoinRequest request)
    {
        int supported = request.Description?.FormatLevel ?? FormatLevel.First;
        return supported < State.History.Level
            ? new(RejectionCode.BelowLevel, $"The database has format level {State.History.Level}, the software of the node that wants to join executes level {supported}: upgrade that node.")
            : null;
    }

    private Rejection? Create(ReplicaDescription? description)
    {
        if (!CanCreate)
        {
            return new(RejectionCode.TooMany, "This replica can create no more replicas: ask another one.");
        }

        if (State.Clock.Next > State.Clock.Bound)
        {
            // The new replica would begin with a stamp that others take only when its time has come.
            return new(
                RejectionCode.ClockAhead, "The clock of this replica is, or was, ahead: ask another one for an id.");
        }

        // From the first creation on there is somebody to tell.
        Announcement.TellOthers(State);
        Say(new JoinReply(Creation.Accept(State, description)));

        // Whatever the asker still says is ignored; closing the link is its part.
        Close();
        return null;
    }
}
