using System.Text.Json;

namespace Oxbow.Client;

/// <summary>One document of a scan.</summary>
/// <param name="Key">The document's key.</param>
/// <param name="Value">Its value.</param>
/// <param name="State">Whether the value is committed, or rests on a tentative write.</param>
public sealed record ScannedDocument(string Key, JsonElement Value, WriteState State);
