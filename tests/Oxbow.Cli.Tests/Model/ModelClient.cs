using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests.Model;

/// <summary>A session as two sets of writes; reads add everything that the server had.</summary>
internal sealed class ModelClient : ILabClient
{
    private readonly HashSet<ModelWrite> _writeSet = [];
    private readonly HashSet<ModelWrite> _readSet = [];

    public Task<LabAnswer> AskAsync(ILabServer server, LabRequest request, CancellationToken cancellation) =>
        Task.FromResult(Ask((ModelServer)server, request));

    private LabAnswer Ask(ModelServer server, LabRequest request)
    {
        if (!_writeSet.Union(_readSet).All(server.Log.Contains))
        {
            return new LabAnswer(LabAnswerKind.Refused);
        }

        if (request.Operation is not LabOperation.Get)
        {
            _writeSet.Add(server.Accept(request));
            return new LabAnswer(LabAnswerKind.Done);
        }

        _readSet.UnionWith(server.Log);
        return server.Log.LastOrDefault(write => write.Song == request.Song)?.Url is { } url
            ? new LabAnswer(LabAnswerKind.Value, url)
            : new LabAnswer(LabAnswerKind.Absent);
    }
}
