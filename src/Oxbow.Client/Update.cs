using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oxbow.Client;

/// <summary>One change to one document, as part of a write. Exactly one of put and delete.</summary>
/// <param name="Collection">1 to 64 characters of <c>A-Z a-z 0-9 _ - .</c></param>
/// <param name="Key">At most 1 KiB of UTF-8.</param>
/// <param name="Put">The new value; null in a delete.</param>
/// <param name="IsDelete">True when the document is removed.</param>
public sealed record Update(
    string Collection,
    string Key,
    JsonElement? Put,
    [property: JsonPropertyName("delete")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    bool IsDelete)
{
    /// <summary>Sets a document, whether or not it existed.</summary>
    /// <param name="collection">The document's collection.</param>
    /// <param name="key">The document's key.</param>
    /// <param name="value">The new value, at most 256 KiB as JSON.</param>
    public static Update PutDocument(string collection, string key, JsonElement value) =>
        new(collection, key, value, IsDelete: false);

    /// <summary>Removes a document; removing an absent one is a write as well.</summary>
    /// <param name="collection">The document's collection.</param>
    /// <param name="key">The document's key.</param>
    public static Update DeleteDocument(string collection, string key) =>
        new(collection, key, Put: null, IsDelete: true);
}
