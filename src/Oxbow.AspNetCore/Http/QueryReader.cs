using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.State;

namespace Oxbow.AspNetCore.Http;

/// <summary>Reads the parameters of a query.</summary>
internal static class QueryReader
{
    public const int DefaultLimit = 1000;
    public const int MaximumLimit = 10_000;

    /// <summary>Parameter <c>view</c>: <c>latest</c> (default) or <c>committed</c>.</summary>
    public static ReadView View(HttpRequest request) => Text(request, "view") switch
    {
        null or "latest" => ReadView.Latest,
        "committed" => ReadView.Committed,
        _ => throw ProblemException.Invalid("view is 'latest' or 'committed'."),
    };

    /// <summary>Parameter <c>limit</c>: most items of a page.</summary>
    public static int Limit(HttpRequest request) => (int)Number(request, "limit", DefaultLimit, minimum: 1, MaximumLimit);

    /// <summary>A number with a default.</summary>
    public static long Number(HttpRequest request, string name, long absent, long minimum, long maximum)
    {
        string? text = Text(request, name);
        if (text is null)
        {
            return absent;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= minimum && value <= maximum
            ? value
            : throw ProblemException.Invalid($"{name} is a number from {minimum} to {maximum}.");
    }

    /// <summary>A flag: <c>true</c> or <c>false</c> (default).</summary>
    public static bool Flag(HttpRequest request, string name) => Text(request, name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw ProblemException.Invalid($"{name} is 'true' or 'false'."),
    };

    /// <summary>A text as UTF-8; empty when absent.</summary>
    public static byte[] Bytes(HttpRequest request, string name) =>
        Text(request, name) is { } text ? Encoding.UTF8.GetBytes(text) : [];

    private static string? Text(HttpRequest request, string name) =>
        request.QueryString.HasValue && request.Query.TryGetValue(name, out var values) ? values.ToString() : null;
}
