namespace Oxbow.Client;

/// <summary>The body of an error answer (ProblemDetails with Oxbow's members).</summary>
internal sealed record ProblemAnswer(string? Code, string? Title, string? Detail, IReadOnlyList<ReplicaStamp>? Missing);
