namespace Oxbow.Cli.Lab.Links;

/// <summary>Which links between servers are broken; every other link is intact.</summary>
internal sealed class LinkTable
{
    private readonly HashSet<(string Smaller, string Larger)> broken = [];

    /// <summary>Breaks a link; false when it was broken already.</summary>
    public bool Break(ILabServer one, ILabServer other) => broken.Add(Link(one, other));

    /// <summary>Restores a link; false when it was intact.</summary>
    public bool Restore(ILabServer one, ILabServer other) => broken.Remove(Link(one, other));

    public bool IsIntact(ILabServer one, ILabServer other) => !broken.Contains(Link(one, other));

    /// <summary>The servers parted into groups that intact links connect, directly or through others.</summary>
    public IReadOnlyList<IReadOnlyList<ILabServer>> Groups(IEnumerable<ILabServer> servers)
    {
        var groups = new List<IReadOnlyList<ILabServer>>();
        var left = servers.ToList();
        while (left.Count > 0)
        {
            var group = SpanningTree.Grow(left[0], left, this).Servers;
            groups.Add(group);
            left.RemoveAll(group.Contains);
        }

        return groups;
    }

    private static (string Smaller, string Larger) Link(ILabServer one, ILabServer other) =>
        string.CompareOrdinal(one.Name, other.Name) < 0 ? (one.Name, other.Name) : (other.Name, one.Name);
}
