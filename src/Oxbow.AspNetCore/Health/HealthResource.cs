using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Json;
using Oxbow.Node;
using Oxbow.Node.Joining;
using Oxbow.Node.States;

namespace Oxbow.AspNetCore.Health;

/// <summary><c>/health/live</c> and <c>/health/ready</c>: for whoever starts and restarts the node.</summary>
internal sealed class HealthResource(INodeLifecycle lifecycle, NodeHost node)
{
    /// <summary>200 as long as the process answers and no database has stopped.</summary>
    public Task GetLiveAsync(HttpContext context) =>
        AnswerAsync(
            context, lifecycle.Ended.IsFaulted ? ["A database has stopped: the log of the node says why."] : []);

    /// <summary>200 once every database is open and as long as the node is not offline.</summary>
    public Task GetReadyAsync(HttpContext context) => AnswerAsync(context, [.. ReasonsToWait()]);

    private IEnumerable<string> ReasonsToWait()
    {
        if (lifecycle.Ended.IsCompleted)
        {
            yield return "The node has come to its end.";
        }

        if (node.State == NodeState.Offline)
        {
            yield return "The node is offline.";
        }

        IReadOnlyList<JoinProgress> joining = node.Joining;
        foreach (JoinProgress progress in joining)
        {
            yield return $"Database {progress.Database} waits to join. {progress}";
        }

        if (!lifecycle.IsReady && joining.Count == 0)
        {
            yield return "The node is starting.";
        }
    }

    private static Task AnswerAsync(HttpContext context, string[] reasons) => JsonAnswer.SendAsync(
        context.Response,
        reasons.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
        JsonAnswer.ContentType,
        reasons,
        static (writer, reasons) =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("healthy"u8, reasons.Length == 0);
            writer.WriteStartArray("reasons"u8);
            foreach (string reason in reasons)
            {
                writer.WriteStringValue(reason);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
}
