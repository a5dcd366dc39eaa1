namespace Oxbow.Client;

/// <summary>Reads the answer to a get.</summary>
internal static class DocumentAnswer
{
    public static async Task<StoredDocument> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var json = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        var state = Header(answer, "Oxbow-State") is "committed" ? WriteState.Committed : WriteState.Tentative;
        return new StoredDocument(json, state, Header(answer, "Oxbow-Write"));
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
