using System.Collections.Immutable;
using Oxbow.Core.Identity;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Messages;

/// <summary>News from a replica for the node that drives it.</summary>
public abstract record ReplicaEvent;

/// <summary>The replica has no more use for a link: close it once what was sent is out.</summary>
/// <param name="Link">The link.</param>
/// <param name="Rejection">Why, when the conversation failed; null when it came to its end.</param>
public sealed record LinkDone(LinkId Link, Rejection? Rejection) : ReplicaEvent;

/// <summary>Both one-way runs over a link have ended and are durable at their receivers. A live link goes on.</summary>
/// <param name="Link">The link.</param>
/// <param name="Sent">Records sent so far.</param>
/// <param name="Received">Records received so far.</param>
public sealed record RunsEnded(LinkId Link, long Sent, long Received) : ReplicaEvent;

/// <summary>A peer holds everything this retiring replica had: it can end.</summary>
/// <param name="Link">The link over which it was told.</param>
public sealed record RetirementHandoverEnded(LinkId Link) : ReplicaEvent;

/// <summary>A write came by direct mail before something that it depends on, and waits.</summary>
/// <param name="Write">The write.</param>
/// <param name="Missing">What it waits for.</param>
public sealed record WriteHeldBack(WriteId Write, ImmutableArray<VectorEntry> Missing) : ReplicaEvent;

/// <summary>A write that was held back is in the log.</summary>
/// <param name="Write">The write.</param>
/// <param name="HeldFor">How long it waited.</param>
public sealed record WriteReleased(WriteId Write, TimeSpan HeldFor) : ReplicaEvent;

/// <summary>Something an operator has to know.</summary>
/// <param name="Rejection">What, with a stable code.</param>
public sealed record Alarm(Rejection Rejection) : ReplicaEvent;
