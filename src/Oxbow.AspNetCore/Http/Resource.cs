using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Problems;

namespace Oxbow.AspNetCore.Http;

/// <summary>What stands at a path: one handler for each method, and an answer for everything that goes wrong in them.</summary>
internal sealed class Resource(ILogger logger, RequestRate? rate, params (string Method, RequestDelegate Serve)[] handlers)
{
    private const string RetryAfterSeconds = "1";

    /// <summary>The methods it takes.</summary>
    public IEnumerable<string> Methods => handlers.Select(handler => handler.Method);

    /// <summary>Serves one request. Never throws.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        try
        {
            rate?.Count(context);
            await Find(context)(context).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left; nobody is there to hear what came of it.
        }
        catch (Exception exception)
        {
            await RefuseAsync(context, exception).ConfigureAwait(false);
        }
    }

    private RequestDelegate Find(HttpContext context)
    {
        string method = context.Request.Method;
        foreach ((string known, RequestDelegate serve) in handlers)
        {
            if (HttpMethods.Equals(known, method))
            {
                return serve;
            }
        }

        string allowed = string.Join(", ", Methods);
        context.Response.Headers.Allow = allowed;
        throw new ProblemException(new(
            StatusCodes.Status405MethodNotAllowed, ProblemCodes.MethodNotAllowed, $"This path takes {allowed}."));
    }

    private Task RefuseAsync(HttpContext context, Exception exception)
    {
        Problem? problem = ProblemMapping.Of(exception);
        if (problem is null)
        {
            ServerLogMessages.RequestFailed(logger, context.Request.Method, context.Request.Path, exception);
            problem = new(StatusCodes.Status500InternalServerError, ProblemCodes.InternalError, "The server failed to serve this; its log says why. Nothing can be said of the request's effect.");
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        if (problem.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        return problem.SendAsync(context);
    }
}
