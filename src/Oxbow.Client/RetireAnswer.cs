namespace Oxbow.Client;

internal sealed record RetireAnswer(string ToldPeer);
