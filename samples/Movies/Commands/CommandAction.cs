using System.CommandLine;
using Movies.Files;
using Oxbow.Client;

namespace Movies.Commands;

/// <summary>Runs what a command does; what goes wrong becomes one line on standard error and exit code 1.</summary>
internal static class CommandAction
{
    public static Command Does(this Command command, Func<ParseResult, CancellationToken, Task> action)
    {
        command.SetAction(async (arguments, cancellation) =>
        {
            try
            {
                await action(arguments, cancellation);
                return 0;
            }
            catch (Exception error) when (error is OxbowException or BadRowException or UserException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"movies {command.Name}: {error.Message}");
                return 1;
            }
        });
        return command;
    }
}
