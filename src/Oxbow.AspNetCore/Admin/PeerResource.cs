using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Peers;
using Oxbow.AspNetCore.Problems;
using Oxbow.Node;

namespace Oxbow.AspNetCore.Admin;

/// <summary><c>/admin/peers/{name}</c>: makes a peer known, or gives it a new address.</summary>
internal sealed class PeerResource(NodeHost node)
{
    public async Task PutAsync(HttpContext context)
    {
        string name = PeerName.Read(context, node);
        JsonElement? body = await AdminBody.ReadAsync(context).ConfigureAwait(false);
        string address = AdminBody.Text(body, "address") ?? throw ProblemException.Invalid("""Send {"address":"host:port"}, the peer address of the node.""");
        if (!PeerRoute.IsAddress(address))
        {
            throw ProblemException.Invalid("The address has to be of the form host:port, an IPv6 host in brackets.");
        }

        node.Peers.Learn(name, address);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
