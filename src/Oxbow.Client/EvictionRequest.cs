namespace Oxbow.Client;

internal sealed record EvictionRequest(string Replica);
