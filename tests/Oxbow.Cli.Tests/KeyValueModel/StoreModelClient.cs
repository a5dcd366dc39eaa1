using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests.KeyValueModel;

/// <summary>Remembers the newest version that it has written or read of each key.</summary>
internal sealed class StoreModelClient : ILabClient
{
    private readonly Dictionary<string, long> remembered = [];

    public Task<LabAnswer> AskAsync(ILabServer server, LabRequest request, CancellationToken cancellation) =>
        Task.FromResult(Ask((StoreModelServer)server, request));

    private LabAnswer Ask(StoreModelServer server, LabRequest request)
    {
        if (request.Operation is LabOperation.Put)
        {
            remembered[request.Key] = server.Accept(request.Key, request.Value);
            return new LabAnswer(LabAnswerKind.Done);
        }

        var isRemembered = remembered.TryGetValue(request.Key, out var needed);
        if (server.Find(request.Key) is not { } found)
        {
            return new LabAnswer(isRemembered ? LabAnswerKind.Refused : LabAnswerKind.Absent);
        }

        if (found.Version < needed)
        {
            return new LabAnswer(LabAnswerKind.Refused);
        }

        remembered[request.Key] = found.Version;
        return new LabAnswer(LabAnswerKind.Value, found.Value);
    }
}
