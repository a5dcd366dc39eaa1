using Microsoft.AspNetCore.Http;
using Oxbow.Node;

namespace Oxbow.AspNetCore.Admin;

/// <summary><c>/admin/pause</c> and <c>/admin/resume</c>: anti-entropy off and on.</summary>
internal sealed class PauseResource(NodeHost node)
{
    public async Task PauseAsync(HttpContext context)
    {
        await node.PauseAsync().ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public Task ResumeAsync(HttpContext context)
    {
        node.Resume();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
