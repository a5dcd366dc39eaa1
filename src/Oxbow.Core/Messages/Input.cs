using Oxbow.Core.Identity;

namespace Oxbow.Core.Messages;

/// <summary>Anything that a replica can be stepped with.</summary>
public abstract record Input;

/// <summary>A link to a peer is open.</summary>
/// <param name="Link">Its name from now on.</param>
/// <param name="Purpose">What it was opened for.</param>
/// <param name="IsDialer">True at the end that opened it.</param>
public sealed record LinkOpened(LinkId Link, LinkPurpose Purpose, bool IsDialer) : Input;

/// <summary>A link is gone; nothing more will be heard or can be said.</summary>
/// <param name="Link">The link.</param>
public sealed record LinkClosed(LinkId Link) : Input;

/// <summary>A message came over a link.</summary>
/// <param name="Link">The link.</param>
/// <param name="Message">The message.</param>
public sealed record PeerSaid(LinkId Link, PeerMessage Message) : Input;

/// <summary>The replica was given a new id after it found that its old one is no longer its own.</summary>
/// <param name="Identity">The new identity; its creation write is durable at another replica.</param>
public sealed record IdentityGranted(ReplicaIdentity Identity) : Input;
