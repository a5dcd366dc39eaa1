using Oxbow.Core.Identity;

namespace Oxbow.Core.Messages;

/// <summary>A replica that has not retired, as the committed writes tell of it.</summary>
/// <param name="Replica">Its id.</param>
/// <param name="NodeName">The name of its node; empty when it has not told one.</param>
/// <param name="SupportedLevel">The highest format level that its software executes; null when it has not told one.</param>
public sealed record KnownReplica(ReplicaId Replica, string NodeName, int? SupportedLevel);
