using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests.Model;

/// <summary>A session as two sets of writes; reads add everything that the server had.</summary>
internal sealed class ModelClient : ILabClient
{
    private readonly HashSet<ModelWrite> writeSet = [];
    private readonly HashSet<ModelWrite> readSet = [];

    public Task<LabAnswer> AskAsync(ILabServer server, LabRequest request, CancellationToken cancellation) =>
        Task.FromResult(Ask((ModelServer)server, request));

    private LabAnswer Ask(ModelServer server, LabRequest request)
    {
        if (!writeSet.Union(readSet).All(server.Log.Contains))
        {
            return new LabAnswer(LabAnswerKind.Refused);
        }

        if (request.Operation is not LabOperation.Get)
        {
            writeSet.Add(server.Accept(request));
            return new LabAnswer(LabAnswerKind.Done);
        }

        readSet.UnionWith(server.Log);
        return server.Log.LastOrDefault(write => write.Song == request.Key)?.Url is { } url
            ? new LabAnswer(LabAnswerKind.Value, url)
            : new LabAnswer(LabAnswerKind.Absent);
    }
}
