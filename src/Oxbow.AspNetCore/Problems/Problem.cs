using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Oxbow.AspNetCore.Json;
using Oxbow.Core.Vectors;

namespace Oxbow.AspNetCore.Problems;

/// <summary>An error as a client gets it: ProblemDetails (RFC 9457) with a stable code.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable code in snake case.</param>
/// <param name="Detail">What is wrong and what to do.</param>
internal sealed record Problem(int Status, string Code, string Detail)
{
    private const string ContentType = "application/problem+json";

    /// <summary>For a session that is not satisfied: what the replica lacks; otherwise not given.</summary>
    public ImmutableArray<VectorEntry> Missing { get; init; }

    /// <summary>Sends the problem as the whole answer.</summary>
    public Task SendAsync(HttpContext context) =>
        JsonAnswer.SendAsync(context.Response, Status, ContentType, this, static (writer, problem) =>
        {
            writer.WriteStartObject();
            writer.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(problem.Status));
            writer.WriteNumber("status"u8, problem.Status);
            writer.WriteString("code"u8, problem.Code);
            writer.WriteString("detail"u8, problem.Detail);
            if (!problem.Missing.IsDefault)
            {
                writer.WritePropertyName("missing"u8);
                VectorJson.Write(writer, problem.Missing);
            }

            writer.WriteEndObject();
        });
}
