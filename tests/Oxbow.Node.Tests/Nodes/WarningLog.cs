using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Oxbow.Node.Tests.Nodes;

/// <summary>Remembers the warnings that a node logs.</summary>
internal sealed class WarningLog : ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> said = [];

    /// <summary>Those with an event id, in their order.</summary>
    public IReadOnlyList<string> Of(int id) =>
        [.. said.Where(warning => warning.Id == id).Select(warning => warning.Text)];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        said.Enqueue((eventId.Id, formatter(state, exception)));
}
