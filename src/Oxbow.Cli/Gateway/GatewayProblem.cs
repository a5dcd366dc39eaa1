using Microsoft.AspNetCore.Http;

namespace Oxbow.Cli.Gateway;

/// <summary>Errors that a gateway finds by itself, in the form that nodes use.</summary>
internal static class GatewayProblem
{
    public static Task SendAsync(HttpContext context, int status, string code, string detail)
    {
        if (status is StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return TypedResults
            .Problem(detail: detail, statusCode: status, extensions: [KeyValuePair.Create<string, object?>("code", code)])
            .ExecuteAsync(context);
    }
}
