using Oxbow.Client;

namespace Oxbow.Cli.Lab.Sessions;

/// <summary>What a lab client is: one session that goes from server to server with its songs.</summary>
internal sealed class LabSession(string database)
{
    /// <summary>The collection that holds the songs: the name is the key, the URL a JSON string.</summary>
    public const string Songs = "songs";

    /// <summary>The collection's name as it stands in a write.</summary>
    public static ReadOnlySpan<byte> SongsBytes => "songs"u8;

    // A token that a server does not take at all comes from writes that it can never have.
    private const string SessionErrors = "session_";

    private readonly ClientSession session = new();

    public async Task<LabAnswer> PerformAsync(Uri server, LabRequest request, CancellationToken cancellation)
    {
        try
        {
            var client = new OxbowClient(server, database);
            return request.Operation switch
            {
                LabOperation.Put => await PutAsync(client, request, cancellation),
                LabOperation.Delete => await DeleteAsync(client, request, cancellation),
                _ => await GetAsync(client, request, cancellation),
            };
        }
        catch (OxbowException error)
        {
            return new LabAnswer(KindOf(error), error.Message);
        }
    }

    private async Task<LabAnswer> PutAsync(OxbowClient client, LabRequest request, CancellationToken cancellation)
    {
        await client.PutAsync(Songs, request.Song, request.Url, LabJson.Default.String, session, cancellation);
        return new LabAnswer(LabAnswerKind.Done);
    }

    private async Task<LabAnswer> DeleteAsync(OxbowClient client, LabRequest request, CancellationToken cancellation)
    {
        await client.DeleteAsync(Songs, request.Song, session, cancellation);
        return new LabAnswer(LabAnswerKind.Done);
    }

    private async Task<LabAnswer> GetAsync(OxbowClient client, LabRequest request, CancellationToken cancellation)
    {
        var url = await client.GetAsync(
            Songs, request.Song, LabJson.Default.String, ReadView.Latest, session, cancellation);
        return url is null ? new LabAnswer(LabAnswerKind.Absent) : new LabAnswer(LabAnswerKind.Value, url);
    }

    private static LabAnswerKind KindOf(OxbowException error) => error.Code switch
    {
        OxbowException.NodeUnreachable => LabAnswerKind.Failed,
        var code when code.StartsWith(SessionErrors, StringComparison.Ordinal) => LabAnswerKind.Refused,
        _ => LabAnswerKind.Rejected,
    };
}
