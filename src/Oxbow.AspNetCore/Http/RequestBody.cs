using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Problems;

namespace Oxbow.AspNetCore.Http;

/// <summary>Reads whole request bodies up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>Reads the body; one that says it is too large is refused before a byte of it is read.</summary>
    /// <exception cref="ProblemException">The body is too large.</exception>
    public static async ValueTask<byte[]> ReadAsync(HttpContext context, int maximumBytes)
    {
        if (context.Request.ContentLength > maximumBytes)
        {
            throw TooLarge(maximumBytes);
        }

        PipeReader body = context.Request.BodyReader;
        while (true)
        {
            // A client that leaves ends the read with an exception; no token is needed for that.
            ReadResult read = await body.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            ReadOnlySequence<byte> bytes = read.Buffer;
            if (bytes.Length > maximumBytes)
            {
                body.AdvanceTo(bytes.End);
                throw TooLarge(maximumBytes);
            }

            if (read.IsCompleted)
            {
                byte[] all = bytes.ToArray();
                body.AdvanceTo(bytes.End);
                return all;
            }

            body.AdvanceTo(bytes.Start, bytes.End);
        }
    }

    private static ProblemException TooLarge(int maximumBytes) => new(new(
        StatusCodes.Status413PayloadTooLarge,
        ProblemCodes.ValueTooLarge,
        $"The body is larger than {maximumBytes} bytes: store it in several documents or writes."));
}
