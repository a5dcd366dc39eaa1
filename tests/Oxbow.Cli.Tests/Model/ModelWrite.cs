namespace Oxbow.Cli.Tests.Model;

/// <summary>A client's write, told apart from others by its stamp alone.</summary>
internal sealed record ModelWrite(long Stamp, string Song, string? Url);
