using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Workload;

/// <summary>
/// A client with a session that it carries from replica to replica as a token, and the exact sets of writes that it has
/// made and seen.
/// </summary>
internal sealed class SimulatedClient(string name)
{
    public string Name { get; } = name;

    /// <summary>The replica it talks to.</summary>
    public SimulatedProcess? At { get; set; }

    /// <summary>The question it waits for; an answer to an earlier one, which it gave up, is not listened to.</summary>
    public RequestId? Waiting { get; set; }

    /// <summary>It has stopped waiting for the last answer.</summary>
    public bool HasGivenUp { get; set; }

    /// <summary>Its last write with an idempotency key, which it may send again.</summary>
    public SubmitWrite? Repeatable { get; set; }

    public IReadOnlyList<DocumentKey> RepeatableKeys { get; set; } = [];

    /// <summary>The write that determined each document when the client saw it last; null when there was none.</summary>
    public Dictionary<DocumentKey, WriteId?> Seen { get; } = [];

    /// <summary>The token; null for a client without session.</summary>
    public string? Token { get; set; }

    /// <summary>The guarantees asked for.</summary>
    public Guarantees Guarantees { get; set; }

    public SessionScope Scope { get; set; }

    /// <summary>The writes it made, with everything before them in their lines.</summary>
    public Holdings Written { get; } = new();

    /// <summary>What the replicas that it read from held, at least.</summary>
    public Holdings ReadAtLeast { get; } = new();

    /// <summary>What the replicas that it read from held, at most: a turn takes several inputs.</summary>
    public Holdings ReadAtMost { get; } = new();

    public CommitNumber CommittedReadAtLeast { get; set; }

    public CommitNumber CommittedReadAtMost { get; set; }

    /// <summary>The last write it made of each document.</summary>
    public Dictionary<DocumentKey, WriteId> KeysWritten { get; } = [];

    /// <summary>The last write it read of each document.</summary>
    public Dictionary<DocumentKey, WriteId> KeysRead { get; } = [];
}
