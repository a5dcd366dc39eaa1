namespace Oxbow.Client;

/// <summary>A request that can be sent again, to the same node or another.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query, escaped.</param>
/// <param name="Body">The body, JSON; null for none.</param>
/// <param name="AbsentCode">The code of the 404 that is an answer rather than an error; null for none.</param>
internal sealed record NodeRequest(HttpMethod Method, string Path, ReadOnlyMemory<byte>? Body = null, string? AbsentCode = null)
{
    /// <summary>The terms of a write; null for none.</summary>
    public WriteOptions? Options { get; init; }

    /// <summary>True when a node may have served it already without harm in asking another one.</summary>
    public bool IsRepeatable => Method == HttpMethod.Get || Options is { MayRepeat: true };

    /// <summary>Begin to read the answer when its head is there: it has no end.</summary>
    public bool IsStream { get; init; }
}
