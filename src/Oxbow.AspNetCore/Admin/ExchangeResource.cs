using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Json;
using Oxbow.Node;

namespace Oxbow.AspNetCore.Admin;

/// <summary><c>/admin/exchange/{name}</c>: one exchange with a peer, now.</summary>
internal sealed class ExchangeResource(NodeHost node)
{
    public async Task PostAsync(HttpContext context)
    {
        (long Sent, long Received) moved = await node.ExchangeAsync(PeerName.Read(context, node), context.RequestAborted).ConfigureAwait(false);
        await JsonAnswer.SendAsync(context.Response, moved, static (writer, moved) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("sent"u8, moved.Sent);
            writer.WriteNumber("received"u8, moved.Received);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }
}
