namespace Oxbow.Planted.Tests.Planting;

/// <summary>A bug to plant in a copy of one source file. The product itself never holds it.</summary>
/// <param name="Name">What goes wrong, in a few words.</param>
/// <param name="Class">What kind of bug it is.</param>
/// <param name="File">The file under <c>src</c>.</param>
/// <param name="Original">A part of the file that stands there exactly once.</param>
/// <param name="Mutated">What stands there instead.</param>
internal sealed record PlantedBug(string Name, BugClass Class, string File, string Original, string Mutated)
{
    /// <summary>True for the few that are planted on every change; all of them are planted when asked for.</summary>
    public bool IsInSample { get; init; }

    /// <summary>Why the simulator does not find it; null for all that it finds.</summary>
    public string? OutOfReach { get; init; }

    /// <summary>The assembly that the file belongs to.</summary>
    public string Assembly => File[..File.IndexOf('/', StringComparison.Ordinal)];

    public override string ToString() => Name;
}
