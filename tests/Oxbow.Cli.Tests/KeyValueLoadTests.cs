using System.Globalization;
using System.Text;
using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests;

/// <summary>Long scripts, generated: they run to the end, no answer is older than what its client knew, and all stores end equal.</summary>
public sealed class KeyValueLoadTests
{
    private const int Servers = 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_five_clients_and_twenty_thousand_mixed_commands()
    {
        const int Clients = 25;
        const int Keys = 40;
        var script = new StringBuilder();
        var expectations = new List<(string Key, int AtLeast, int AtMost)>();
        var last = new int[Keys];
        var known = new int[Clients, Keys];
        Join(script, Clients);
        var random = new Random(20_000);
        for (var number = 1; number <= 20_000; number++)
        {
            var (client, key) = (random.Next(Clients), random.Next(Keys));
            if (random.Next(2) is 0)
            {
                script.AppendLine(CultureInfo.InvariantCulture, $"put {100 + client} key{key} {number}");
                last[key] = known[client, key] = number;
            }
            else
            {
                script.AppendLine(CultureInfo.InvariantCulture, $"get {100 + client} key{key}");
                expectations.Add(($"key{key}", known[client, key], last[key]));
            }
        }

        var lines = await RunAsync(script);
        Assert.Equal(expectations.Count + (Servers * Keys), lines.Length);
        foreach (var (line, (key, atLeast, atMost)) in lines.Zip(expectations))
        {
            Assert.StartsWith($"{key}:", line, StringComparison.Ordinal);
            var answer = line[(key.Length + 1)..];
            Assert.True(
                int.TryParse(answer, CultureInfo.InvariantCulture, out var number)
                    ? atLeast <= number && number <= atMost
                    : answer == (atLeast is 0 ? "ERR_KEY" : "ERR_DEP"),
                $"{line}, from {atLeast} to {atMost}");
        }

        AssertStores(lines[expectations.Count..], Enumerable.Range(0, Keys).Select(key => ($"key{key}", $"{last[key]}")));
    }

    [Fact]
    public async Task Four_thousand_puts_of_ten_thousand_bytes_over_a_chain()
    {
        const int Keys = 500;
        var script = new StringBuilder();
        Join(script, Servers);
        for (var one = 0; one < Servers; one++)
        {
            for (var other = one + 2; other < Servers; other++)
            {
                script.AppendLine(CultureInfo.InvariantCulture, $"breakConnection {one} {other}");
            }
        }

        var last = new string[Keys];
        for (var number = 0; number < 4_000; number++)
        {
            var key = number * 7 % Keys;
            last[key] = number.ToString(CultureInfo.InvariantCulture).PadRight(10_000, (char)('a' + (number % 26)));
            script.AppendLine(CultureInfo.InvariantCulture, $"put {100 + (number % Servers)} key{key} {last[key]}");
        }

        var lines = await RunAsync(script);
        AssertStores(lines, Enumerable.Range(0, Keys).Select(key => ($"key{key}", last[key])));
    }

    private static void Join(StringBuilder script, int clients)
    {
        for (var server = 0; server < Servers; server++)
        {
            script.AppendLine(CultureInfo.InvariantCulture, $"joinServer {server}");
        }

        for (var client = 0; client < clients; client++)
        {
            script.AppendLine(CultureInfo.InvariantCulture, $"joinClient {100 + client} {client % Servers}");
        }
    }

    private static async Task<string[]> RunAsync(StringBuilder script)
    {
        script.AppendLine("stabilize");
        for (var server = 0; server < Servers; server++)
        {
            script.AppendLine(CultureInfo.InvariantCulture, $"printStore {server}");
        }

        var output = await ScriptRunner.RunAsync(
            ScriptRunMode.InProcess, LabDialect.KeyValue, Encoding.Latin1.GetBytes(script.ToString()), Cancellation);
        return Encoding.Latin1.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void AssertStores(IEnumerable<string> printed, IEnumerable<(string Key, string Value)> expected)
    {
        string[] store = [.. expected.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{pair.Value}")];
        Assert.Equal(Enumerable.Repeat(store, Servers).SelectMany(lines => lines), printed);
    }
}
