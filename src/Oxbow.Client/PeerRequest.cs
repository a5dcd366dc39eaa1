namespace Oxbow.Client;

internal sealed record PeerRequest(string Address);
