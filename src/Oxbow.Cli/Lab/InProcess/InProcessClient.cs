using System.Text;
using System.Text.Json;
using Oxbow.Cli.Lab.Sessions;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Writes;

namespace Oxbow.Cli.Lab.InProcess;

/// <summary>A client that asks replicas of this process directly.</summary>
internal sealed class InProcessClient(LabDialect dialect) : ILabClient
{
    private static readonly byte[] Collection = LabSession.CollectionBytes.ToArray();
    private static readonly SessionState NewForKey = new()
    {
        Scope = SessionScope.Key,
        Guarantees = Guarantees.ReadYourWrites | Guarantees.MonotonicReads,
    };

    private readonly Dictionary<string, (DatabaseId Database, SessionState State)> sessionOfKey = new(StringComparer.Ordinal);
    private SessionState whole = SessionState.New;

    public async Task<LabAnswer> AskAsync(ILabServer server, LabRequest request, CancellationToken cancellation)
    {
        var asked = (InProcessServer)server;
        if (dialect is LabDialect.KeyValue)
        {
            return await AskForKeyAsync(asked, request);
        }

        (var answer, whole) = await AskAsync(asked, request, whole);
        return answer;
    }

    /// <summary>The same as <see cref="LabSession"/> does, a new database in the place of one that is lost included.</summary>
    private async Task<LabAnswer> AskForKeyAsync(InProcessServer server, LabRequest request)
    {
        var isRemembered = sessionOfKey.TryGetValue(request.Key, out var session);
        var isForeign = isRemembered && session.Database != server.Database;
        var before = isRemembered && !isForeign ? session.State : NewForKey;
        var (answer, after) = await AskAsync(server, request, before);
        if (answer.Kind is LabAnswerKind.Done or LabAnswerKind.Value)
        {
            sessionOfKey[request.Key] = (server.Database, after);
        }

        return isForeign && answer.Kind is LabAnswerKind.Absent ? new LabAnswer(LabAnswerKind.Refused) : answer;
    }

    private static async Task<(LabAnswer Answer, SessionState After)> AskAsync(
        InProcessServer server, LabRequest request, SessionState session)
    {
        var key = Encoding.UTF8.GetBytes(request.Key);
        ClientRequest question = request.Operation switch
        {
            LabOperation.Put => Write(Update.Put(Collection, key, Json(request.Value))),
            LabOperation.Delete => Write(Update.Delete(Collection, key)),
            _ => new ReadDocument(server.NextRequest(), Collection, key, ReadView.Latest, session),
        };
        return await server.AskAsync(question) switch
        {
            WriteAccepted accepted => (new LabAnswer(LabAnswerKind.Done), accepted.Session ?? session),
            DocumentRead { Document: { } document } read => (new LabAnswer(LabAnswerKind.Value, Text(document)), read.Session ?? session),
            DocumentRead read => (new LabAnswer(LabAnswerKind.Absent), read.Session ?? session),
            Rejected { Rejection.Code: RejectionCode.SessionNotSatisfied } => (new LabAnswer(LabAnswerKind.Refused), session),
            Rejected rejected => (new LabAnswer(LabAnswerKind.Rejected, rejected.Rejection.Detail), session),
            var other => throw new LabFailureException($"Unexpected answer {other.GetType().Name}."),
        };

        SubmitWrite Write(Update update) => new(server.NextRequest(), [update], session);
    }

    private static string Text(DocumentView document) =>
        JsonSerializer.Deserialize(document.Value.Span, LabJson.Default.String)!;

    private static byte[] Json(string value) => JsonSerializer.SerializeToUtf8Bytes(value, LabJson.Default.String);
}
