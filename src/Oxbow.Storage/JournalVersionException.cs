namespace Oxbow.Storage;

/// <summary>
/// The journal is sound but was written in a format that this program does not know. Nothing was changed.
/// </summary>
public sealed class JournalVersionException : Exception
{
    internal JournalVersionException(string folder, string file, uint version, uint newestKnownVersion)
        : base($"{Path.Combine(folder, file)} has journal format version {version}, but this program knows version "
            + $"{newestKnownVersion}. {WayOut(version, newestKnownVersion)} Nothing was changed.")
    {
        File = file;
        Version = version;
    }

    /// <summary>Version 1 was never released: nobody needs more than to know which program still opens it.</summary>
    private static string WayOut(uint version, uint newestKnownVersion) => version < newestKnownVersion
        ? "It is older than the first release: open it with the program that wrote it, and let this one join anew."
        : $"Start a release of Oxbow that knows version {version}.";

    /// <summary>Name of the segment file, without its folder.</summary>
    public string File { get; }

    /// <summary>The format version that the file claims.</summary>
    public uint Version { get; }
}
