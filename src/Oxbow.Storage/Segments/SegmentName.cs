using System.Globalization;

namespace Oxbow.Storage.Segments;

/// <summary>File names of segments: <c>00000001.oxj</c>, <c>00000002.oxj</c>, and so on.</summary>
internal static class SegmentName
{
    private const string Extension = ".oxj";
    private const int Digits = 8;

    public static string Of(int number) => number.ToString("D8", CultureInfo.InvariantCulture) + Extension;

    /// <summary>The name a segment has until its header is durable.</summary>
    public static string Unfinished(int number) => Of(number) + ".new";

    /// <summary>Number of a segment file, or null for any other file.</summary>
    public static int? NumberOf(string name) =>
        name.Length == Digits + Extension.Length
        && name.EndsWith(Extension, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
