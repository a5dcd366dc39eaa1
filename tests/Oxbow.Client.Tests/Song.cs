namespace Oxbow.Client.Tests;

/// <summary>A document of a user.</summary>
public sealed record Song(string Artist, int Seconds);
