using Oxbow.Core.Messages;
using Oxbow.Node.Links;

namespace Oxbow.Node.Databases;

/// <summary>An input on its way to a replica, and who wants to hear of it.</summary>
/// <param name="Input">The input.</param>
/// <param name="Answer">Gets the reply, for a client's request.</param>
/// <param name="Done">Completed when the turn that took the input is over and durable.</param>
/// <param name="From">The link it came over, which may then receive more.</param>
internal readonly record struct Envelope(
    Input Input, TaskCompletionSource<Reply>? Answer, TaskCompletionSource? Done, PeerConnection? From);
