using Oxbow.Core.Messages;

namespace Oxbow.Core.Conversations;

/// <summary>An exchange that does not end: after both runs, each end goes on with what comes up there.</summary>
internal sealed class LiveConversation(ConversationParts parts, LinkOpened opened) : TwoWayConversation(parts, opened)
{
    protected override bool GoesOn => true;
}
