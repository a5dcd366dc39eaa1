namespace Oxbow.Cli.Lab.Processes;

/// <summary>The fresh folder below the system's temporary folder in which a run keeps its servers' data.</summary>
internal static class LabFolder
{
    private const string Prefix = "oxbow-lab-";

    public static string Create() => Directory.CreateTempSubdirectory(Prefix).FullName;

    /// <summary>Deletes such a folder; false when it is gone already, or when the path is none of ours.</summary>
    public static bool Delete(string path)
    {
        if (!Path.GetFileName(path).StartsWith(Prefix, StringComparison.Ordinal) || !Directory.Exists(path))
        {
            return false;
        }

        Directory.Delete(path, recursive: true);
        return true;
    }
}
