using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Json;
using Oxbow.Node;
using Oxbow.Node.States;

namespace Oxbow.AspNetCore.Health;

/// <summary><c>/health/live</c> and <c>/health/ready</c>: for whoever starts and restarts the node.</summary>
internal sealed class HealthResource(INodeLifecycle lifecycle, NodeHost node)
{
    /// <summary>200 as long as the process answers and no database has stopped.</summary>
    public Task GetLiveAsync(HttpContext context) => AnswerAsync(context, !lifecycle.Ended.IsFaulted);

    /// <summary>200 once every database is open and as long as the node is not offline.</summary>
    public Task GetReadyAsync(HttpContext context) => AnswerAsync(context, lifecycle.IsReady && node.State != NodeState.Offline && !lifecycle.Ended.IsCompleted);

    private static Task AnswerAsync(HttpContext context, bool isWell) => JsonAnswer.SendAsync(
        context.Response,
        isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
        JsonAnswer.ContentType,
        isWell,
        static (writer, isWell) =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("healthy"u8, isWell);
            writer.WriteEndObject();
        });
}
