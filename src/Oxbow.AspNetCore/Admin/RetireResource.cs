using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Json;
using Oxbow.Node;

namespace Oxbow.AspNetCore.Admin;

/// <summary><c>/admin/retire</c>: hands everything to a peer and ends the node.</summary>
internal sealed class RetireResource(NodeHost node, INodeLifecycle lifecycle)
{
    public async Task PostAsync(HttpContext context)
    {
        JsonElement? body = await AdminBody.ReadAsync(context).ConfigureAwait(false);
        string told = await node.RetireAsync(AdminBody.Text(body, "to"), context.RequestAborted).ConfigureAwait(false);
        context.Response.OnCompleted(() =>
        {
            lifecycle.EndRetired();
            return Task.CompletedTask;
        });
        await JsonAnswer.SendAsync(context.Response, told, static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteString("toldPeer"u8, told);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }
}
