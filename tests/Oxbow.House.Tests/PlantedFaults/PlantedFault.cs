using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.PlantedFaults;

/// <summary>Shows a check a small made-up repository.</summary>
internal static class PlantedFault
{
    /// <summary>The check must name this place, no other, and say why in words that contain <paramref name="message"/>.</summary>
    public static void IsSeenAt<TCheck>(string path, int line, string message, params (string Path, string Text)[] files)
        where TCheck : ICheck, new()
    {
        Fault fault = Assert.Single(new TCheck().Faults(Repository.Of(files)));
        Assert.Equal(path, fault.Path);
        Assert.Equal(line, fault.Line);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The check must find nothing to say.</summary>
    public static void IsAbsent<TCheck>(params (string Path, string Text)[] files)
        where TCheck : ICheck, new() =>
        Assert.Empty(new TCheck().Faults(Repository.Of(files)));

    /// <summary>A project file with these items, one on each line from the second on.</summary>
    public static string Project(params string[] items) => $"<Project>\n{string.Join('\n', items)}\n</Project>\n";

    public static string ReferenceTo(string project) =>
        $"<ItemGroup><ProjectReference Include=\"$(RepositoryRoot)src/{project}/{project}.csproj\" /></ItemGroup>";

    public static string Package(string name) => $"<ItemGroup><PackageReference Include=\"{name}\" /></ItemGroup>";
}
