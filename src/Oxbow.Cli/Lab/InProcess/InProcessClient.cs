using System.Text;
using System.Text.Json;
using Oxbow.Cli.Lab.Sessions;
using Oxbow.Core.Data;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.Writes;

namespace Oxbow.Cli.Lab.InProcess;

/// <summary>A client in this process: the same session, handed to the replica as it is.</summary>
internal sealed class InProcessClient : ILabClient
{
    private SessionState session = SessionState.New;

    /// <summary>The collection of <see cref="LabSession.Songs"/> as replicas know it.</summary>
    public static ReadOnlyMemory<byte> Songs { get; } = Encoding.UTF8.GetBytes(LabSession.Songs);

    public async Task<LabAnswer> AskAsync(ILabServer server, LabRequest request, CancellationToken cancellation)
    {
        var node = (InProcessServer)server;
        var reply = await node.AskAsync(RequestOf(node.NextRequest(), request));
        switch (reply)
        {
            case WriteAccepted accepted:
                session = accepted.Session ?? session;
                return new(LabAnswerKind.Done);
            case DocumentRead { Document: { } document } read:
                session = read.Session ?? session;
                return new(LabAnswerKind.Value, JsonSerializer.Deserialize(document.Value.Span, LabJson.Default.String) ?? "");
            case DocumentRead read:
                session = read.Session ?? session;
                return new(LabAnswerKind.Absent);
            case Rejected { Rejection.Code: RejectionCode.SessionNotSatisfied } rejected:
                return new(LabAnswerKind.Refused, rejected.Rejection.Detail);
            case Rejected rejected:
                return new(LabAnswerKind.Rejected, rejected.Rejection.Detail);
            default:
                throw new InvalidOperationException($"A client was answered with {reply.GetType().Name}.");
        }
    }

    private ClientRequest RequestOf(RequestId id, LabRequest request)
    {
        var song = Encoding.UTF8.GetBytes(request.Song);
        return request.Operation switch
        {
            LabOperation.Put => new SubmitWrite(id, [Update.Put(Songs, song, JsonSerializer.SerializeToUtf8Bytes(request.Url, LabJson.Default.String))], session),
            LabOperation.Delete => new SubmitWrite(id, [Update.Delete(Songs, song)], session),
            _ => new ReadDocument(id, Songs, song, ReadView.Latest, session),
        };
    }
}
