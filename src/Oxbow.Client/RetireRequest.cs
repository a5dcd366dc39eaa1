namespace Oxbow.Client;

internal sealed record RetireRequest(string? To);
