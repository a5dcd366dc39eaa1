using System.Globalization;
using System.Text;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;

namespace Oxbow.Cli.Bench;

/// <summary>The writes of every benchmark: 16-byte keys, 10,000 of them in turn, and values of 100 bytes.</summary>
internal static class Workload
{
    public const string Collection = "bench";

    private const int DistinctKeys = 10_000;
    private const int ValueBytes = 100;

    private static readonly byte[] CollectionBytes = Encoding.UTF8.GetBytes(Collection);
    private static readonly byte[][] Keys = [.. Enumerable.Range(0, DistinctKeys).Select(number => Encoding.UTF8.GetBytes(Name(number)))];

    /// <summary>A JSON string of exactly 100 bytes, its quotes included.</summary>
    public static ReadOnlyMemory<byte> Value { get; } = Encoding.UTF8.GetBytes($"\"{new string('v', ValueBytes - 2)}\"");

    public static string Key(long number) => Name(number % DistinctKeys);

    public static SubmitWrite Write(long number) =>
        new(new(number), [Update.Put(CollectionBytes, Keys[number % DistinctKeys], Value)], Session: null);

    private static string Name(long number) => "key-" + number.ToString("d12", CultureInfo.InvariantCulture);
}
