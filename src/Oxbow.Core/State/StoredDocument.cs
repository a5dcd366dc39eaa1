namespace Oxbow.Core.State;

/// <summary>A document on the way of a scan.</summary>
/// <param name="Key">Its key, UTF-8.</param>
/// <param name="Version">The version that the view shows.</param>
internal readonly record struct StoredDocument(byte[] Key, DocumentVersion Version);
