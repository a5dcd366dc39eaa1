using Microsoft.Extensions.Logging;
using Oxbow.AspNetCore;
using Oxbow.Cli.Output;

namespace Oxbow.Cli.Serving;

/// <summary>Runs a server until it is told to end, has retired, or fails.</summary>
internal sealed class ServerRun(ServerOptions options, LogLevel logLevel, string? readyFile, bool untilInputCloses)
{
    /// <summary>Gives the exit code.</summary>
    public async Task<int> ExecuteAsync(CancellationToken cancellation)
    {
        // Also while starting: a parent that has gone will not wait for a join.
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (untilInputCloses)
        {
            _ = CancelAtInputEndAsync(ending);
        }

        try
        {
            await ServeAsync(ending.Token);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (Exception failure)
        {
            int exitCode = ServerFailure.ExitCodeOf(failure);
            await Console.Error.WriteLineAsync($"oxbow serve: {(exitCode == ExitCode.Bug ? failure : failure.Message)}");
            return exitCode;
        }
    }

    private async Task ServeAsync(CancellationToken ending)
    {
        OxbowServer server = await OxbowServer.StartAsync(options, ConfigureLogging, ending);
        await using (server)
        {
            if (readyFile is not null)
            {
                ReadyFileWriter.Write(readyFile, server);
            }

            await server.Ended.WaitAsync(ending);
        }
    }

    private void ConfigureLogging(ILoggingBuilder logging) => logging
        .SetMinimumLevel(logLevel)
        .AddFilter("Microsoft", logLevel < LogLevel.Information ? logLevel : LogLevel.Warning)
        // What fails at the start is the last word of the program anyway.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddProvider(new ErrorLoggerProvider());

    private static async Task CancelAtInputEndAsync(CancellationTokenSource ending)
    {
        await InputEnd.WaitAsync();
        try
        {
            await ending.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The server has ended already.
        }
    }
}
