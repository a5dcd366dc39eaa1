using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;

namespace Oxbow.AspNetCore.Writes;

/// <summary>On which terms a client wants a write accepted, as the headers of its request say.</summary>
internal static class WriteTerms
{
    private const string IdempotencyKeyHeader = "Idempotency-Key";

    /// <summary>The idempotency key; empty when there is none.</summary>
    /// <exception cref="ProblemException">It is empty, too long, or there are several.</exception>
    public static ReadOnlyMemory<byte> RequestKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(IdempotencyKeyHeader, out StringValues values))
        {
            return default;
        }

        byte[] key = Encoding.UTF8.GetBytes(values.ToString());
        return values.Count == 1 && key.Length is > 0 and <= WriteLimits.MaximumRequestKeyBytes
            ? key
            : throw ProblemException.Invalid($"{IdempotencyKeyHeader} is one text of 1 to {WriteLimits.MaximumRequestKeyBytes} bytes: take a new random one for each write, and the same one when you send that write again.");
    }

    /// <summary>What <c>If-Match</c> or <c>If-None-Match</c> asks of the document that is written.</summary>
    /// <exception cref="ProblemException">They ask what cannot be asked of one document.</exception>
    public static IReadOnlyList<Precondition> Conditions(HttpRequest request, byte[] collection, byte[] key)
    {
        StringValues present = request.Headers.IfMatch;
        StringValues absent = request.Headers.IfNoneMatch;
        return (present.Count, absent.Count) switch
        {
            (0, 0) => [],
            (1, 0) when EntityTag.TryRead(present.ToString(), out WriteId expected) => [new(collection, key, expected)],
            (0, 1) when absent.ToString() == "*" => [new(collection, key, Expected: null)],
            _ => throw ProblemException.Invalid("A write takes one condition: 'If-Match' with the ETag that the document had when you read it, or 'If-None-Match: *' when it must not exist."),
        };
    }

    /// <summary>A write over several documents takes no condition: to leave one out in silence would be worse than to refuse it.</summary>
    /// <exception cref="ProblemException">There is a condition.</exception>
    public static void RequireUnconditional(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count + request.Headers.IfNoneMatch.Count > 0)
        {
            throw ProblemException.Invalid("Only a write of one document, at its own path, takes 'If-Match' or 'If-None-Match'.");
        }
    }
}
