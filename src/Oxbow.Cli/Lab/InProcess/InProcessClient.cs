using System.Text;
using System.Text.Json;
using Oxbow.Cli.Lab.Sessions;
using Oxbow.Core.Data;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.Writes;

namespace Oxbow.Cli.Lab.InProcess;

/// <summary>A client that asks replicas of this process directly.</summary>
internal sealed class InProcessClient : ILabClient
{
    private static readonly byte[] Songs = LabSession.SongsBytes.ToArray();

    private SessionState session = SessionState.New;

    public async Task<LabAnswer> AskAsync(ILabServer server, LabRequest request, CancellationToken cancellation)
    {
        InProcessServer asked = (InProcessServer)server;
        byte[] song = Encoding.UTF8.GetBytes(request.Song);
        ClientRequest question = request.Operation switch
        {
            LabOperation.Put => Write(asked, Update.Put(Songs, song, Url(request))),
            LabOperation.Delete => Write(asked, Update.Delete(Songs, song)),
            _ => new ReadDocument(asked.NextRequest(), Songs, song, ReadView.Latest, session),
        };
        return Take(await asked.AskAsync(question));
    }

    private SubmitWrite Write(InProcessServer server, Update update) => new(server.NextRequest(), [update], session);

    private LabAnswer Take(Reply reply)
    {
        switch (reply)
        {
            case WriteAccepted accepted:
                session = accepted.Session ?? session;
                return new LabAnswer(LabAnswerKind.Done);
            case DocumentRead read:
                session = read.Session ?? session;
                return read.Document is { } document
                    ? new LabAnswer(LabAnswerKind.Value, JsonSerializer.Deserialize(document.Value.Span, LabJson.Default.String)!)
                    : new LabAnswer(LabAnswerKind.Absent);
            case Rejected { Rejection.Code: RejectionCode.SessionNotSatisfied }:
                return new LabAnswer(LabAnswerKind.Refused);
            case Rejected rejected:
                return new LabAnswer(LabAnswerKind.Rejected, rejected.Rejection.Detail);
            default:
                throw new LabFailureException($"Unexpected answer {reply.GetType().Name}.");
        }
    }

    private static byte[] Url(LabRequest request) =>
        JsonSerializer.SerializeToUtf8Bytes(request.Url, LabJson.Default.String);
}
