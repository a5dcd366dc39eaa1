using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Oxbow.Cli.Bench;
using Oxbow.Cli.Output;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow bench</c>: measures this build on this machine.</summary>
internal static class BenchVerb
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "One benchmark; all of them without it. There are: " + string.Join(", ", Benchmarks.All.Select(benchmark => benchmark.Name)) + ".",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line for each figure instead of a table." };
        var verb = new Command("bench", "Measure speed on this machine:  oxbow bench merge_5k") { name, json };
        return verb.Does((arguments, cancellation) =>
            RunAsync(Choose(arguments.GetValue(name)), arguments.GetValue(json), cancellation));
    }

    private static IReadOnlyList<Benchmark> Choose(string? name)
    {
        if (name is null)
        {
            return Benchmarks.All;
        }

        return Benchmarks.All.FirstOrDefault(benchmark => benchmark.Name == name) is { } chosen
            ? [chosen]
            : throw new UsageException($"There is no benchmark '{name}'; oxbow bench --help lists them.");
    }

    private static async Task<int> RunAsync(IReadOnlyList<Benchmark> benchmarks, bool asJson, CancellationToken cancellation)
    {
        List<string[]> rows = [];
        foreach (var benchmark in benchmarks)
        {
            if (!asJson && !Console.IsErrorRedirected)
            {
                Console.Error.WriteLine($"{benchmark.Name}: {benchmark.About}");
            }

            var figure = await benchmark.RunAsync(cancellation);
            rows.Add(Row(figure, benchmark.About));
            if (asJson)
            {
                Console.WriteLine(ToJson(figure));
            }
        }

        if (!asJson)
        {
            Table.Write(["figure", "value", "unit", "p50 us", "p99 us", "what"], rows);
        }

        return ExitCode.Ok;
    }

    private static string[] Row(Figure figure, string about) =>
    [
        figure.Name,
        figure.Value.ToString(figure.Value < 100 ? "0.000" : "#,0", CultureInfo.InvariantCulture),
        figure.Unit,
        Rounded(figure.P50Microseconds),
        Rounded(figure.P99Microseconds),
        about,
    ];

    private static string Rounded(double? microseconds) => microseconds?.ToString("#,0", CultureInfo.InvariantCulture) ?? "";

    private static string ToJson(Figure figure)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("name", figure.Name);
            writer.WriteNumber("value", Math.Round(figure.Value, figure.Value < 100 ? 4 : 0));
            writer.WriteString("unit", figure.Unit);
            WriteTime(writer, "p50_us", figure.P50Microseconds);
            WriteTime(writer, "p99_us", figure.P99Microseconds);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, double? microseconds)
    {
        if (microseconds is { } time)
        {
            writer.WriteNumber(name, Math.Round(time, 1));
        }
    }
}
