using System.CommandLine;
using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary>Runs what a verb does and turns what goes wrong into one line on standard error and an exit code.</summary>
internal static class VerbAction
{
    /// <summary>Gives the verb its action, which returns the exit code.</summary>
    public static Command Does(this Command verb, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        verb.SetAction((arguments, cancellation) => RunAsync(verb.Name, () => action(arguments, cancellation)));
        return verb;
    }

    private static async Task<int> RunAsync(string verb, Func<Task<int>> action)
    {
        // A signal is answered in order only once the caller holds this task, however far the action gets at once.
        await Task.Yield();
        try
        {
            return await action();
        }
        catch (UsageException error)
        {
            return Fail(verb, error.Message, ExitCode.Usage);
        }
        catch (OxbowException error) when (error.Code is OxbowException.NodeUnreachable)
        {
            return Fail(verb, error.Message, ExitCode.Unreachable);
        }
        catch (OxbowException error)
        {
            return Fail(verb, $"{error.Message} ({error.Code})", ExitCode.Failure);
        }
        catch (OperationCanceledException)
        {
            return Fail(verb, "interrupted.", ExitCode.Failure);
        }
    }

    private static int Fail(string verb, string message, int exitCode)
    {
        Console.Error.WriteLine($"oxbow {verb}: {message}");
        return exitCode;
    }
}
