namespace Oxbow.Client;

internal sealed record LevelRequest(int Level);
