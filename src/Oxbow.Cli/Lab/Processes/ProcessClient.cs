using Oxbow.Cli.Lab.Sessions;

namespace Oxbow.Cli.Lab.Processes;

/// <summary>A client in a process of its own, asked line by line.</summary>
internal sealed class ProcessClient(Task<ChildProcess> starting) : ILabClient
{
    public async Task<LabAnswer> AskAsync(ILabServer server, LabRequest request, CancellationToken cancellation)
    {
        var child = await starting;
        var asked = (ProcessServer)server;
        var line = await ExchangeAsync(child, SessionLine.Write(asked.ClientAddress, request), cancellation)
            ?? throw await child.DiedAsync();
        var answer = SessionLine.ReadAnswer(line);
        return answer.Kind is LabAnswerKind.Failed ? throw await asked.NoAnswerAsync(answer.Text) : answer;
    }

    public async Task EndAsync() => await (await starting).EndAsync();

    private static async Task<string?> ExchangeAsync(ChildProcess child, string line, CancellationToken cancellation)
    {
        try
        {
            await child.Input.WriteLineAsync(line.AsMemory(), cancellation);
            await child.Input.FlushAsync(cancellation);
            return await child.Output.ReadLineAsync(cancellation);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
