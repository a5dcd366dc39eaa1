using System.CommandLine;

namespace Movies.Commands;

/// <summary><c>prompt</c>: reads commands from standard input and runs them, all in one session.</summary>
internal static class PromptCommand
{
    public static Command Create(Command root, Seat seat) =>
        new Command("prompt", "Run commands from standard input, one on each line, all in one session.").Does(async (arguments, cancellation) =>
        {
            seat.As(arguments);
            var failures = 0;
            while (await ReadAsync(cancellation) is { } line)
            {
                failures += line.Trim().Length > 0 && await root.Parse(line).InvokeAsync(cancellationToken: cancellation) > 0 ? 1 : 0;
            }

            if (failures > 0 && Console.IsInputRedirected)
            {
                throw new UserException($"{failures} commands did not work.");
            }
        });

    private static async Task<string?> ReadAsync(CancellationToken cancellation)
    {
        if (!Console.IsInputRedirected)
        {
            Console.Write("movies> ");
        }

        return await Console.In.ReadLineAsync(cancellation) is { } line && line.Trim() is not "quit" ? line : null;
    }
}
