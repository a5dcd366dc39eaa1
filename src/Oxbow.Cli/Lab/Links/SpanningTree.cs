namespace Oxbow.Cli.Lab.Links;

/// <summary>The shortest intact ways from a root to every server that it can reach.</summary>
internal sealed class SpanningTree
{
    private SpanningTree(IReadOnlyList<ILabServer> servers, IReadOnlyList<IReadOnlyList<TreeEdge>> levels)
    {
        Servers = servers;
        Levels = levels;
    }

    /// <summary>The root and all servers that it reaches.</summary>
    public IReadOnlyList<ILabServer> Servers { get; }

    /// <summary>The links of the tree by their distance from the root, nearest first.</summary>
    public IReadOnlyList<IReadOnlyList<TreeEdge>> Levels { get; }

    public static SpanningTree Grow(ILabServer root, IReadOnlyList<ILabServer> servers, LinkTable links)
    {
        var reached = new List<ILabServer> { root };
        var levels = new List<IReadOnlyList<TreeEdge>>();
        var left = servers.Where(server => server != root).ToList();
        IReadOnlyList<ILabServer> frontier = reached.ToList();
        while (frontier.Count > 0)
        {
            var level = new List<TreeEdge>();
            foreach (var parent in frontier)
            {
                level.AddRange(left.Where(child => links.IsIntact(parent, child)).Select(child => new TreeEdge(child, parent)));
                left.RemoveAll(child => links.IsIntact(parent, child));
            }

            frontier = [.. level.Select(edge => edge.Child)];
            reached.AddRange(frontier);
            if (level.Count > 0)
            {
                levels.Add(level);
            }
        }

        return new SpanningTree(reached, levels);
    }
}
