using System.Net;

namespace Oxbow.Client;

/// <summary>Sends a write again when that can do no harm.</summary>
internal static class WriteRetry
{
    private const int Attempts = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends once; with an idempotency key again, after a pause, when nobody knows what came of it or the node had no time.</summary>
    /// <exception cref="OxbowException">It was refused, or the last attempt failed as well.</exception>
    public static async Task<WriteResult> SendAsync(
        WriteOptions options, Func<Task<WriteResult>> send, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send().ConfigureAwait(false);
            }
            catch (OxbowException error) when (options.MayRepeat && attempt < Attempts && IsPassing(error))
            {
                await Task.Delay(FirstPause * attempt, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static bool IsPassing(OxbowException error) =>
        error.Code is OxbowException.NodeUnreachable
        || error.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;
}
