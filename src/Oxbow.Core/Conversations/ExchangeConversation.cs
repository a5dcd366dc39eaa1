using Oxbow.Core.Messages;

namespace Oxbow.Core.Conversations;

/// <summary>One exchange: a run in each direction, and the end.</summary>
internal sealed class ExchangeConversation(ConversationParts parts, LinkOpened opened)
    : TwoWayConversation(parts, opened)
{
    protected override bool GoesOn => false;

    /// <summary>
    /// The dialer closes the link; the listener waits for that, so that its last acknowledgement gets through.
    /// </summary>
    protected override void OnRunsEnded()
    {
        if (IsDialer)
        {
            End();
        }
    }
}
