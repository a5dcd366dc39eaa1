using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests;

/// <summary>A server that never exchanges anything and knows a number of commits of its own.</summary>
internal sealed class StubbornServer(string name, long commits) : ILabServer
{
    public string Name => name;

    public Task SetLinkAsync(ILabServer peer, bool isBlocked, CancellationToken cancellation) => Task.CompletedTask;

    public Task PauseAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task ResumeAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<bool> ExchangeAsync(ILabServer peer, CancellationToken cancellation) => Task.FromResult(false);

    public Task<LabStatus> StatusAsync(CancellationToken cancellation) =>
        Task.FromResult(new LabStatus(IsPrimary: false, commits, Tentative: 0, Content: ""));

    public IAsyncEnumerable<LabLogLine> LogAsync(CancellationToken cancellation) => AsyncEnumerable.Empty<LabLogLine>();

    public IAsyncEnumerable<LabDocument> StoreAsync(CancellationToken cancellation) => AsyncEnumerable.Empty<LabDocument>();

    public Task<bool> RetireAsync(ILabServer to, CancellationToken cancellation) => Task.FromResult(false);

    public Task EndAsync() => Task.CompletedTask;

    public Task KillAsync() => Task.CompletedTask;
}
