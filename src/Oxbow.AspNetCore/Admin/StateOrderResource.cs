using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.States;
using Oxbow.Node;

namespace Oxbow.AspNetCore.Admin;

/// <summary><c>/admin/state</c>: sets the node's state by hand, or leaves it to the load again.</summary>
internal sealed class StateOrderResource(NodeHost node)
{
    public async Task PutAsync(HttpContext context)
    {
        JsonElement? body = await AdminBody.ReadAsync(context).ConfigureAwait(false);
        await node.SetStateAsync(StateText.Read(AdminBody.Text(body, "state"))).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
