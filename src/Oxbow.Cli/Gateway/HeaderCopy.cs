using Microsoft.AspNetCore.Http;

namespace Oxbow.Cli.Gateway;

/// <summary>Copies headers from one side of a gateway to the other, but those that are about one connection alone (RFC 9110, section 7.6.1).</summary>
internal static class HeaderCopy
{
    private static readonly HashSet<string> OfOneHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "Host", "Expect",
    };

    public static HttpRequestMessage Request(HttpRequest from, Uri target, byte[] body)
    {
        HttpRequestMessage request = new(new HttpMethod(from.Method), target);
        if (body.Length > 0 || from.ContentLength is 0)
        {
            request.Content = new ByteArrayContent(body);
        }

        HashSet<string> named = Named(from.Headers.Connection);
        foreach (var (name, values) in from.Headers)
        {
            if (!OfOneHop.Contains(name) && !named.Contains(name) && !IsLength(name)
                && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        return request;
    }

    public static void Answer(HttpResponseMessage from, HttpResponse to)
    {
        HashSet<string> named = new(from.Headers.Connection, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in from.Headers.Concat(from.Content.Headers))
        {
            if (!OfOneHop.Contains(name) && !named.Contains(name))
            {
                to.Headers[name] = values.ToArray();
            }
        }
    }

    private static bool IsLength(string name) => name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);

    private static HashSet<string> Named(IEnumerable<string?> connection) => new(
        connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)), StringComparer.OrdinalIgnoreCase);
}
