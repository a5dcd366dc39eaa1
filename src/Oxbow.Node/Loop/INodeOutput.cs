using Oxbow.Core.Messages;

namespace Oxbow.Node.Loop;

/// <summary>Where a <see cref="NodeLoop"/> puts what a replica wants sent, answered or known. Nothing here may block.</summary>
public interface INodeOutput
{
    /// <summary>Sends a message; one over a link that is gone is dropped.</summary>
    void Send(LinkId link, PeerMessage message);

    /// <summary>Answers a client.</summary>
    void Answer(Reply reply);

    /// <summary>Tells news of the replica.</summary>
    void Report(ReplicaEvent news);
}
