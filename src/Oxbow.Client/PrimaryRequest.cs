namespace Oxbow.Client;

internal sealed record PrimaryRequest(string? TakeOverFrom, string? MoveTo);
