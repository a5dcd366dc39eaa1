using Oxbow.Client;

namespace Oxbow.Cli.Lab.Sessions;

/// <summary>What a lab client is: its sessions, which go from server to server with it.</summary>
internal sealed class LabSession(string database, LabDialect dialect)
{
    /// <summary>The collection that holds everything: the key is the document's, the value a JSON string.</summary>
    public const string Collection = "songs";

    /// <summary>The collection's name as it stands in a write.</summary>
    public static ReadOnlySpan<byte> CollectionBytes => "songs"u8;

    // A token that a server does not take at all comes from writes that it can never have.
    private const string SessionErrors = "session_";
    private const string ForeignSession = "session_token_invalid";

    private readonly ClientSession whole = new();
    private readonly Dictionary<string, ClientSession> sessionOfKey = new(StringComparer.Ordinal);

    public async Task<LabAnswer> PerformAsync(Uri server, LabRequest request, CancellationToken cancellation)
    {
        try
        {
            var client = new OxbowClient(server, database);
            return dialect is LabDialect.KeyValue
                ? await PerformForKeyAsync(client, request, cancellation)
                : await PerformAsync(client, request, whole, cancellation);
        }
        catch (OxbowException error)
        {
            return new LabAnswer(KindOf(error), error.Message);
        }
    }

    /// <summary>
    /// A session for each key that the client has written or read: however many there are, a request carries what
    /// matters to it and no more.
    /// </summary>
    private async Task<LabAnswer> PerformForKeyAsync(OxbowClient client, LabRequest request, CancellationToken cancellation)
    {
        if (!sessionOfKey.TryGetValue(request.Key, out var session))
        {
            return await PerformAndRememberAsync(client, request, cancellation);
        }

        try
        {
            return await PerformAsync(client, request, session, cancellation);
        }
        catch (OxbowException error) when (error.Code is ForeignSession)
        {
            // A database that was created when the last server of the old one was gone. What it holds is newer than
            // all that the session knows; what it does not hold is lost, and the session still depends on it.
            var answer = await PerformAndRememberAsync(client, request, cancellation);
            return answer.Kind is LabAnswerKind.Absent ? new LabAnswer(LabAnswerKind.Refused) : answer;
        }
    }

    private async Task<LabAnswer> PerformAndRememberAsync(OxbowClient client, LabRequest request, CancellationToken cancellation)
    {
        var session = new ClientSession(SessionScope.Key, SessionGuarantees.ReadYourWrites | SessionGuarantees.MonotonicReads);
        var answer = await PerformAsync(client, request, session, cancellation);
        if (answer.Kind is LabAnswerKind.Done or LabAnswerKind.Value)
        {
            sessionOfKey[request.Key] = session;
        }

        return answer;
    }

    private static async Task<LabAnswer> PerformAsync(
        OxbowClient client, LabRequest request, ClientSession session, CancellationToken cancellation)
    {
        switch (request.Operation)
        {
            case LabOperation.Put:
                await client.PutAsync(Collection, request.Key, request.Value, LabJson.Default.String, session, cancellation);
                return new LabAnswer(LabAnswerKind.Done);
            case LabOperation.Delete:
                await client.DeleteAsync(Collection, request.Key, session, cancellation);
                return new LabAnswer(LabAnswerKind.Done);
            default:
                var value = await client.GetAsync(
                    Collection, request.Key, LabJson.Default.String, ReadView.Latest, session, cancellation);
                return value is null ? new LabAnswer(LabAnswerKind.Absent) : new LabAnswer(LabAnswerKind.Value, value);
        }
    }

    private static LabAnswerKind KindOf(OxbowException error) => error.Code switch
    {
        OxbowException.NodeUnreachable => LabAnswerKind.Failed,
        var code when code.StartsWith(SessionErrors, StringComparison.Ordinal) => LabAnswerKind.Refused,
        _ => LabAnswerKind.Rejected,
    };
}
