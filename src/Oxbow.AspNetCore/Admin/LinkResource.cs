using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.Node;

namespace Oxbow.AspNetCore.Admin;

/// <summary><c>/admin/links/{name}</c>: blocks or restores this node's end of a link.</summary>
internal sealed class LinkResource(NodeHost node)
{
    public async Task PutAsync(HttpContext context)
    {
        string name = PeerName.Read(context, node);
        JsonElement? body = await AdminBody.ReadAsync(context).ConfigureAwait(false);
        if (AdminBody.Flag(body, "blocked"))
        {
            await node.BlockAsync(name).ConfigureAwait(false);
        }
        else
        {
            node.Unblock(name);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
