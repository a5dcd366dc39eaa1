using System.CommandLine;
using Oxbow.Cli.Lab;
using Oxbow.Cli.Lab.Sessions;
using Oxbow.Cli.Output;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow lab-client</c>: one client of a lab, asked line by line until its standard input ends. Not for people.</summary>
internal static class LabClientVerb
{
    public static Command Create()
    {
        var database = new Option<string>("--database") { Required = true };
        var dialect = LabDialectOption.Create();
        var verb = new Command("lab-client", "One client of a lab.") { database, dialect };
        verb.Hidden = true;
        return verb.Does((arguments, cancellation) => ServeAsync(
            new LabSession(arguments.GetValue(database)!, LabDialectOption.Read(arguments.GetValue(dialect)!)), cancellation));
    }

    private static async Task<int> ServeAsync(LabSession session, CancellationToken cancellation)
    {
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
