using Oxbow.Core.Messages;

namespace Oxbow.Core.Conversations;

/// <summary>Holds the open conversations, each on its link.</summary>
internal sealed class PeerConversations(ConversationParts parts)
{
    private readonly Dictionary<LinkId, Conversation> byLink = [];
    private readonly List<Conversation> inOrder = [];

    /// <exception cref="ArgumentException">No replica has such an end of a link.</exception>
    public void Open(LinkOpened opened)
    {
        Conversation conversation = New(opened);
        byLink.Add(opened.Link, conversation);
        inOrder.Add(conversation);
        conversation.Begin();
    }

    public void Close(LinkId link)
    {
        if (byLink.Remove(link, out Conversation? conversation))
        {
            inOrder.Remove(conversation);
            conversation.Close();
        }
    }

    /// <summary>Hands a message on; one over a link that is gone is late and ignored.</summary>
    public void Receive(LinkId link, PeerMessage message)
    {
        if (byLink.TryGetValue(link, out Conversation? conversation))
        {
            conversation.Receive(message);
        }
    }

    /// <summary>
    /// Takes in what was held back and need not wait any longer, then says what there is to say on every link.
    /// </summary>
    public void EndTurn()
    {
        parts.HoldBack.Release();
        foreach (Conversation conversation in inOrder)
        {
            conversation.Continue();
        }

        parts.State.Outbox.Clear();
    }

    /// <summary>The one place that knows which class leads which conversation.</summary>
    private Conversation New(LinkOpened opened) => opened switch
    {
        { Purpose: LinkPurpose.Exchange } => new ExchangeConversation(parts, opened),
        { Purpose: LinkPurpose.Live } => new LiveConversation(parts, opened),
        { Purpose: LinkPurpose.Mail } => new MailConversation(parts, opened),
        { Purpose: LinkPurpose.Join, IsDialer: false } => new JoinConversation(parts, opened),
        { Purpose: LinkPurpose.RetirementHandover, IsDialer: true } => new RetirementHandoverDialer(parts, opened),
        { Purpose: LinkPurpose.RetirementHandover, IsDialer: false } => new RetirementHandoverListener(parts, opened),
        _ => throw new ArgumentException(
            $"No replica is at {(opened.IsDialer ? "the dialer's" : "the listener's")} end of a "
            + $"link for {opened.Purpose}.", nameof(opened)),
    };
}
