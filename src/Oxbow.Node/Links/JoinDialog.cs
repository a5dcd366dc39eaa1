using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Errors;
using Oxbow.Node.Transport;
using Oxbow.Wire.Peers;

namespace Oxbow.Node.Links;

/// <summary>Asks a node for a new replica id.</summary>
internal static class JoinDialog
{
    /// <summary>Asks at one address.</summary>
    /// <exception cref="PeerUnreachableException">Nothing answered there.</exception>
    /// <exception cref="LinkRefusedException">The node does not want this link.</exception>
    /// <exception cref="LinkBrokenException">The link broke before the answer.</exception>
    /// <exception cref="ExchangeFailedException">The replica there creates no replicas, or did not answer with one.</exception>
    public static async Task<ReplicaIdentity> AskAsync(ITransport transport, string address, LinkRequest request, ReplicaDescription description, CancellationToken cancellation)
    {
        IPeerLink link = await transport.ConnectAsync(address, request, cancellation).ConfigureAwait(false);
        await using (link.ConfigureAwait(false))
        {
            await link.SendAsync(PeerCodec.Encode(new JoinRequest { Description = description }), cancellation).ConfigureAwait(false);
            ReadOnlyMemory<byte>? frame = await link.ReceiveAsync(cancellation).ConfigureAwait(false);
            await link.CompleteAsync(cancellation).ConfigureAwait(false);
            PeerMessage? answer = null;
            string? fault = frame is null ? "The link ended before the answer." : PeerCodec.TryDecode(frame.Value, out answer);
            return answer switch
            {
                JoinReply reply => reply.Identity with { Announced = description },
                Refusal refusal => throw new ExchangeFailedException(refusal.Rejection),
                _ => throw new ExchangeFailedException(new(RejectionCode.Invalid, fault ?? "The node did not answer with a replica id.")),
            };
        }
    }
}
