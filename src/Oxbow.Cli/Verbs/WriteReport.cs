using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary>Says what became of a write.</summary>
internal static class WriteReport
{
    public static int Print(WriteResult write)
    {
        var state = write.CommitNumber is { } number ? $"committed\t{number}" : "tentative\t-";
        Console.WriteLine($"{state}\t{write.Outcome}\t{write.Write}");
        return ExitCode.Ok;
    }
}
