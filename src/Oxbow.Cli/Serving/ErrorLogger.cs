using Microsoft.Extensions.Logging;

namespace Oxbow.Cli.Serving;

/// <summary>Logs to standard error, a line for each message (and for what caused it).</summary>
internal sealed class ErrorLogger(string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string cause = exception is null ? "" : $"{Environment.NewLine}{exception}";
        Console.Error.WriteLine($"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {logLevel} {category}[{eventId.Id}] {formatter(state, exception)}{cause}");
    }
}
