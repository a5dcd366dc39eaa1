namespace Oxbow.Client;

/// <summary>A document as a replica holds it.</summary>
/// <param name="Json">The value: JSON in UTF-8, as it was written.</param>
/// <param name="State">Whether the value is committed, or rests on a tentative write.</param>
/// <param name="Write">The id of the write that left this value; null when the replica did not name it.</param>
public sealed record StoredDocument(ReadOnlyMemory<byte> Json, WriteState State, string? Write);
