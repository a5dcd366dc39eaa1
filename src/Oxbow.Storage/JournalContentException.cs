namespace Oxbow.Storage;

/// <summary>The bytes of a journal are sound, but they are not what this version writes.</summary>
/// <param name="fault">What is wrong with them.</param>
public sealed class JournalContentException(string fault)
    : Exception($"The journal cannot be used: {fault} Open it with the version of Oxbow that wrote it, or move the folder away and let this node join again.");
