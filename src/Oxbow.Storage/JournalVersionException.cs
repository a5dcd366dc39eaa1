namespace Oxbow.Storage;

/// <summary>
/// The journal is sound but was written in a format that this program does not know. Nothing was changed.
/// </summary>
public sealed class JournalVersionException : Exception
{
    internal JournalVersionException(string folder, string file, uint version, uint newestKnownVersion)
        : base($"{Path.Combine(folder, file)} has journal format version {version}, "
            + $"but this program knows versions up to {newestKnownVersion}. "
            + $"Start a release of Oxbow that knows version {version}. Nothing was changed.")
    {
        File = file;
        Version = version;
    }

    /// <summary>Name of the segment file, without its folder.</summary>
    public string File { get; }

    /// <summary>The format version that the file claims.</summary>
    public uint Version { get; }
}
