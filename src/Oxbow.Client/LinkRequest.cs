namespace Oxbow.Client;

internal sealed record LinkRequest(bool Blocked);
