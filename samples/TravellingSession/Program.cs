using System.Diagnostics;
using System.Globalization;
using Oxbow.Client;
using TravellingSession;

int Number(string option, int otherwise) =>
    Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;

string? program = Array.IndexOf(args, "--oxbow") is >= 0 and var place && place + 1 < args.Length ? args[place + 1] : null;
if (program is null || args.Contains("--help"))
{
    Console.Error.WriteLine("usage: TravellingSession --oxbow PATH [--operations 10000] [--seed 1] [--without-session]");
    return 64;
}

DirectoryInfo folder = Directory.CreateTempSubdirectory("oxbow-travel-");
try
{
    Stopwatch watch = Stopwatch.StartNew();
    await using Sites sites = new(program, folder.FullName);
    await sites.StartAsync(CancellationToken.None);
    Journey journey = new(sites, args.Contains("--without-session") ? null : new ClientSession(), Number("--seed", 1));
    await journey.RunAsync(
        Number("--operations", 10_000),
        done => Console.Error.Write(Console.IsErrorRedirected || done % 100 > 0 ? "" : $"\r{done} operations "),
        CancellationToken.None);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{journey.Operations} operations at three nodes, {sites.Kills} kills, {journey.NotYet} times \"not yet\", {journey.Unreachable} times no answer, {watch.Elapsed.TotalSeconds:0} s"));
    foreach ((string guarantee, int count) in journey.Checker.Violations)
    {
        Console.WriteLine($"{guarantee}: {(count == 0 ? "kept" : string.Create(CultureInfo.InvariantCulture, $"broken {count} times"))}");
    }

    return journey.Checker.ViolationCount == 0 ? 0 : 1;
}
finally
{
    folder.Delete(recursive: true);
}
