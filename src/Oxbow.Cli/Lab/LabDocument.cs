namespace Oxbow.Cli.Lab;

/// <summary>A document as a server of a lab holds it.</summary>
internal readonly record struct LabDocument(string Key, string Value);
