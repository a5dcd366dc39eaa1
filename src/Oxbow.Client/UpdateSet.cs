namespace Oxbow.Client;

/// <summary>The body of an atomic write over several documents.</summary>
internal sealed record UpdateSet(IReadOnlyList<Update> Updates);
