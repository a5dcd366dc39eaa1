using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Oxbow.Core.Identity;

namespace Oxbow.AspNetCore.Http;

/// <summary>
/// The ETag of a document: the id of the write that left its value, in quotation marks. It is strong, since a
/// write leaves the same bytes at every replica.
/// </summary>
internal static class EntityTag
{
    private const string WeakMark = "W/";

    /// <summary>Puts the tag of the document into the answer.</summary>
    public static void Write(HttpResponse response, WriteId write) => response.Headers.ETag = Of(write);

    /// <summary>The write that a tag names; false for a text that is no tag of a document here.</summary>
    public static bool TryRead(string tag, out WriteId write)
    {
        write = default;
        return tag is ['"', .. string id, '"'] && WriteId.TryParse(id, out write);
    }

    /// <summary>True when the asker has the value already: its <c>If-None-Match</c> names the tag, or any.</summary>
    public static bool IsKnown(HttpRequest request, WriteId write)
    {
        StringValues known = request.Headers.IfNoneMatch;
        return known.Count > 0 && known.ToString().Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || WithoutMark(tag) == Of(write));
    }

    private static string Of(WriteId write) => $"\"{write}\"";

    /// <summary>For a reader of whole values a tag that a cache on the way has weakened is as good.</summary>
    private static string WithoutMark(string tag) =>
        tag.StartsWith(WeakMark, StringComparison.Ordinal) ? tag[WeakMark.Length..] : tag;
}
