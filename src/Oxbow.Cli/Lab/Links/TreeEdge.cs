namespace Oxbow.Cli.Lab.Links;

/// <summary>A link of a spanning tree.</summary>
internal readonly record struct TreeEdge(ILabServer Child, ILabServer Parent);
