namespace Oxbow.Cli.Lab;

/// <summary>One operation of a client; the URL is empty except in a put.</summary>
internal readonly record struct LabRequest(LabOperation Operation, string Song, string Url = "");
