namespace Oxbow.Client;

internal sealed record StateRequest(string State);
