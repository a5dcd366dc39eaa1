namespace Oxbow.Storage;

/// <summary>
/// What a journal has stored is not what was written to it: rot, a lost file, or a foreign hand. Nothing was
/// changed. The replica must not start from this folder, since it would silently forget acknowledged writes.
/// </summary>
public sealed class JournalDamagedException : Exception
{
    internal JournalDamagedException(string folder, string file, long offset, string reason)
        : base($"The journal is damaged: {Path.Combine(folder, file)} at byte {offset}: {reason}. Nothing was changed. "
            + "Keep this folder for analysis, then restore the replica from a peer: start it with an empty folder "
            + "and join the database again.")
    {
        File = file;
        Offset = offset;
        Reason = reason;
    }

    /// <summary>Name of the damaged or missing segment file, without its folder.</summary>
    public string File { get; }

    /// <summary>Where in the file the damage begins, in bytes; 0 when the file is missing.</summary>
    public long Offset { get; }

    /// <summary>What is wrong, in words.</summary>
    public string Reason { get; }
}
