using Oxbow.Cli.Lab.Sessions;

namespace Oxbow.Cli.Lab.Processes;

/// <summary>A client in a process of its own, asked line by line.</summary>
internal sealed class ProcessClient : ILabClient
{
    private readonly Task<ChildProcess> starting;

    public ProcessClient(Task<ChildProcess> starting)
    {
        this.starting = starting;
    }

    public async Task<LabAnswer> AskAsync(ILabServer server, LabRequest request, CancellationToken cancellation)
    {
        var child = await starting;
        var line = await ExchangeAsync(child, SessionLine.Write(((ProcessServer)server).ClientAddress, request), cancellation);
        return line is null ? throw await child.DiedAsync() : SessionLine.ReadAnswer(line);
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
