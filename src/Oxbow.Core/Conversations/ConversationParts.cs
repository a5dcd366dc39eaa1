using Oxbow.Core.AntiEntropy;
using Oxbow.Core.Replicas;

namespace Oxbow.Core.Conversations;

/// <summary>What all conversations of a replica share.</summary>
/// <param name="State">The replica.</param>
/// <param name="Receiver">Takes records into the log.</param>
/// <param name="HoldBack">Keeps mail that came too early.</param>
internal sealed record ConversationParts(ReplicaState State, BatchReceiver Receiver, HoldBack HoldBack);
