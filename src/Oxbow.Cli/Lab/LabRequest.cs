namespace Oxbow.Cli.Lab;

/// <summary>One operation of a client: the key is the name of a song in the playlist; the value is empty except in a put.</summary>
internal readonly record struct LabRequest(LabOperation Operation, string Key, string Value = "");
