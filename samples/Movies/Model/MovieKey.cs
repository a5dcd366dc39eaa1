using System.Globalization;
using System.Text.RegularExpressions;

namespace Movies.Model;

/// <summary>
/// Keys of documents. What is looked for stands in front, so that every question is a scan of one prefix: the
/// ratings of movie 42 are <c>ratings/42/...</c>, the comedies are <c>genres/comedy/...</c>.
/// </summary>
internal static partial class MovieKey
{
    public static string Of(int movieId) => movieId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Of parts, the last ones being numbers; a slash within a text cannot be taken for one between parts.</summary>
    public static string Of(string text, params ReadOnlySpan<int> ids) => $"{Prefix(text)}{string.Join('/', ids.ToArray())}";

    /// <summary>What all keys begin with whose first part is a text. Upper and lower case are the same.</summary>
    public static string Prefix(string text) => $"{Uri.EscapeDataString(text.Trim().ToLowerInvariant())}/";

    /// <summary>The text of the first part.</summary>
    public static string TextOf(string key) => Uri.UnescapeDataString(key[..key.IndexOf('/', StringComparison.Ordinal)]);

    /// <summary>One of the numbers in a key.</summary>
    public static int IdOf(string key, int part) => int.Parse(key.Split('/')[part], CultureInfo.InvariantCulture);

    /// <summary>The words of a title, by which it is found.</summary>
    public static IReadOnlyList<string> WordsOf(string title) =>
        [.. Word().Matches(title.ToLowerInvariant()).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
