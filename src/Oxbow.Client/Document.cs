namespace Oxbow.Client;

/// <summary>A document as a value of a type.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="Key">The document's key.</param>
/// <param name="Value">Its value.</param>
/// <param name="State">Whether the value is committed, or rests on a tentative write.</param>
public sealed record Document<T>(string Key, T Value, WriteState State);
