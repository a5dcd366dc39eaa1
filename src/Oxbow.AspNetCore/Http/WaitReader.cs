using System.Globalization;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Problems;

namespace Oxbow.AspNetCore.Http;

/// <summary>Reads how long a client is ready to wait, in seconds, which may have a fraction.</summary>
internal static class WaitReader
{
    private const string HeaderName = "Oxbow-Wait";
    private const string QueryName = "wait";

    /// <summary>The wait for writes of a session, in a header; zero when there is none.</summary>
    /// <exception cref="ProblemException">It is no number of seconds.</exception>
    public static TimeSpan Header(HttpRequest request, TimeSpan maximum) =>
        request.Headers.TryGetValue(HeaderName, out var values) ? Read(HeaderName, values.ToString(), maximum) : TimeSpan.Zero;

    /// <summary>The wait for a fate, in the query; zero when there is none.</summary>
    /// <exception cref="ProblemException">It is no number of seconds.</exception>
    public static TimeSpan Query(HttpRequest request, TimeSpan maximum) =>
        request.Query.TryGetValue(QueryName, out var values) ? Read(QueryName, values.ToString(), maximum) : TimeSpan.Zero;

    /// <summary>More than the node allows is shortened rather than refused: an answer may always come earlier.</summary>
    private static TimeSpan Read(string name, string text, TimeSpan maximum) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, maximum.TotalSeconds))
            : throw ProblemException.Invalid($"{name} is a number of seconds, such as 2 or 0.5.");
}
