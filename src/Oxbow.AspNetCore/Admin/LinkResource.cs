using Microsoft.AspNetCore.Http;
using Oxbow.Node;

namespace Oxbow.AspNetCore.Admin;

/// <summary><c>/admin/links/{name}</c>: blocks, restores or worsens this node's end of a link.</summary>
internal sealed class LinkResource(NodeHost node)
{
    public async Task PutAsync(HttpContext context)
    {
        string name = PeerName.Read(context, node);
        LinkOrder order = LinkOrder.Read(await AdminBody.ReadAsync(context).ConfigureAwait(false), node.Peers.ShapeOf(name));
        if (order.Shape is { } shape)
        {
            node.Peers.SetShape(name, shape);
        }

        if (order.IsBlocked is true)
        {
            await node.BlockAsync(name).ConfigureAwait(false);
        }
        else if (order.IsBlocked is false)
        {
            node.Unblock(name);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
