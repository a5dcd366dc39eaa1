using System.CommandLine;
using Oxbow.Cli.Lab.Sessions;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow lab-client</c>: one client of a lab, asked line by line until its standard input ends. Not for people.</summary>
internal static class LabClientVerb
{
    public static Command Create()
    {
        var database = new Option<string>("--database") { Required = true };
        var verb = new Command("lab-client", "One client of a lab.") { database };
        verb.Hidden = true;
        return verb.Does((arguments, cancellation) => ServeAsync(arguments.GetValue(database)!, cancellation));
    }

    private static async Task<int> ServeAsync(string database, CancellationToken cancellation)
    {
        var session = new LabSession(database);
        using var input = new StreamReader(Console.OpenStandardInput());
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        while (await input.ReadLineAsync(cancellation) is { } line)
        {
            var (server, request) = SessionLine.ReadRequest(line);
            var answer = await session.PerformAsync(server, request, cancellation);
            await output.WriteLineAsync(SessionLine.Write(answer));
        }

        return ExitCode.Ok;
    }
}
