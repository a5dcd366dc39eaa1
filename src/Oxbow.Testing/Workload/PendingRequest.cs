using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Workload;

/// <summary>A question that a client waits for the answer to.</summary>
/// <param name="Client">Who asks.</param>
/// <param name="Process">Whom.</param>
/// <param name="Session">The session that went with it, if any.</param>
/// <param name="View">What kind of read.</param>
/// <param name="Keys">The documents it is about.</param>
internal sealed record PendingRequest(SimulatedClient Client, SimulatedProcess Process, SessionState? Session, ReadView View, IReadOnlyList<DocumentKey> Keys)
{
    /// <summary>The write asked for; null for a read.</summary>
    public SubmitWrite? Submit { get; init; }

    /// <summary>How many writes there were when it was asked.</summary>
    public int WritesBefore { get; init; }

    /// <summary>True when the same write was asked for there before, and nobody has looked at that yet: it may be accepted first, in the same turn.</summary>
    public bool IsAskedTwice { get; init; }

    /// <summary>True when the write that the answer names may be older than the question, which was asked before.</summary>
    public bool IsRepeated(KnownWrite answered) => IsAskedTwice || answered.Index < WritesBefore;
}
