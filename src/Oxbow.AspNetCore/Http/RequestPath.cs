using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Oxbow.AspNetCore.Problems;

namespace Oxbow.AspNetCore.Http;

/// <summary>
/// The path as the client sent it. Servers fold and half-decode paths; here a segment is decoded once and exactly,
/// so that <c>%2F</c> in a key is a slash of the key.
/// </summary>
internal static class RequestPath
{
    /// <summary>One segment as text; the first has index 0.</summary>
    /// <exception cref="ProblemException">The segment is missing or no percent-encoded UTF-8.</exception>
    public static string Segment(HttpContext context, int index)
    {
        ReadOnlySpan<char> rest = From(context, index);
        int end = rest.IndexOf('/');
        return Encoding.UTF8.GetString(Decode(end < 0 ? rest : rest[..end]));
    }

    /// <summary>One segment, decoded.</summary>
    /// <exception cref="ProblemException">The segment is missing or not percent-encoded.</exception>
    public static byte[] SegmentBytes(HttpContext context, int index)
    {
        ReadOnlySpan<char> rest = From(context, index);
        int end = rest.IndexOf('/');
        return Decode(end < 0 ? rest : rest[..end]);
    }

    /// <summary>A segment and everything after it, decoded.</summary>
    /// <exception cref="ProblemException">The segment is missing or not percent-encoded.</exception>
    public static byte[] RestBytes(HttpContext context, int index) => Decode(From(context, index));

    private static ReadOnlySpan<char> From(HttpContext context, int index)
    {
        ReadOnlySpan<char> path = PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        for (int passed = 0; passed <= index; passed++)
        {
            int slash = path.IndexOf('/');
            if (slash < 0)
            {
                throw ProblemException.Invalid("The path has too few segments: '.' and '..' cannot stand for a name.");
            }

            path = path[(slash + 1)..];
        }

        return path;
    }

    /// <summary>The path of a request target, which a proxy's client writes with scheme and host.</summary>
    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        int query = target.IndexOf('?');
        target = query < 0 ? target : target[..query];
        int authority = target.StartsWith('/') ? -1 : target.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
        {
            return target;
        }

        target = target[(authority + "://".Length)..];
        int path = target.IndexOf('/');
        return path < 0 ? default : target[path..];
    }

    private static byte[] Decode(ReadOnlySpan<char> text)
    {
        // Kestrel lets only ASCII through: each character is a byte.
        byte[] decoded = new byte[text.Length];
        int length = 0;
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] != '%')
            {
                decoded[length++] = (byte)text[index];
            }
            else if (index + 2 < text.Length
                && byte.TryParse(text.Slice(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                decoded[length++] = value;
                index += 2;
            }
            else
            {
                throw ProblemException.Invalid("A '%' in the path has to be followed by two hexadecimal digits; '%' itself is '%25'.");
            }
        }

        return length == decoded.Length ? decoded : decoded[..length];
    }
}
