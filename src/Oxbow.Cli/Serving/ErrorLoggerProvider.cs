using Microsoft.Extensions.Logging;

namespace Oxbow.Cli.Serving;

/// <summary>Gives the loggers that write to standard error.</summary>
internal sealed class ErrorLoggerProvider : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new ErrorLogger(categoryName);

    public void Dispose()
    {
        // Standard error stays open for others.
    }
}
