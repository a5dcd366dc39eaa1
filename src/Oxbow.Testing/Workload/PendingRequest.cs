using Oxbow.Core.Data;
using Oxbow.Core.Sessions;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Workload;

/// <summary>A question that a client waits for the answer to.</summary>
/// <param name="Client">Who asks; null when the answer does not matter.</param>
/// <param name="Process">Whom.</param>
/// <param name="Session">The session that went with it, if any.</param>
/// <param name="View">What kind of read.</param>
/// <param name="Keys">The documents it is about.</param>
internal sealed record PendingRequest(SimulatedClient? Client, SimulatedProcess Process, SessionState? Session, ReadView View, IReadOnlyList<DocumentKey> Keys);
