using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>
/// The rooms of a project (its root and the folders in it) never use one another in a circle: each can be read and
/// changed knowing only those below it.
/// </summary>
internal sealed class FolderCirclesCheck : ICheck
{
    public IEnumerable<Fault> Faults(Repository repository)
    {
        RoomUse[] uses = [.. RoomUses.Of(repository)];
        return Circles(uses).Select(circle => FaultOf(circle, uses));
    }

    /// <summary>The largest sets of rooms in which each reaches each other one.</summary>
    private static IEnumerable<string[]> Circles(RoomUse[] uses)
    {
        ILookup<string, string> used = uses.ToLookup(use => use.From, use => use.To);
        Dictionary<string, HashSet<string>> reached =
            used.ToDictionary(room => room.Key, room => Reached(room.Key, used));
        return reached.Keys
            .Where(room => reached[room].Contains(room))
            .Select(room => reached[room].Where(other => reached.GetValueOrDefault(other)?.Contains(room) is true))
            .Select(circle => circle.Order(StringComparer.Ordinal).ToArray())
            .DistinctBy(circle => circle[0]);
    }

    private static HashSet<string> Reached(string start, ILookup<string, string> used)
    {
        HashSet<string> reached = [];
        Stack<string> open = new([start]);
        while (open.TryPop(out string? room))
        {
            foreach (string next in used[room].Where(reached.Add))
            {
                open.Push(next);
            }
        }

        return reached;
    }

    /// <summary>Names one use for each pair of rooms in a circle.</summary>
    private static Fault FaultOf(string[] circle, RoomUse[] uses)
    {
        IEnumerable<string> examples = uses
            .Where(use => circle.Contains(use.From) && circle.Contains(use.To))
            .GroupBy(use => (use.From, use.To))
            .Select(pair => pair.First())
            .Select(use => $"\n    {use.From} uses {use.To}: {use.Type} at {use.Path}:{use.Line}");
        string project = uses.First(use => use.From == circle[0]).Project;
        string rooms = string.Join(", ", circle);
        return new(project, 0, $"{rooms} use one another in a circle: move a type to the room where "
            + $"it belongs, or turn a dependency round{string.Concat(examples)}");
    }
}
