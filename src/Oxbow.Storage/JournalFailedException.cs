namespace Oxbow.Storage;

/// <summary>
/// The disk refused to read, write or flush. Fatal: nobody knows which bytes are on disk now, so the journal
/// refuses every later call with this same exception and the host must end the process. Starting again
/// recovers from what the disk really holds; every block that was synced is there.
/// </summary>
public sealed class JournalFailedException : Exception
{
    internal JournalFailedException(string folder, Exception cause)
        : base(Describe(folder, cause), cause)
    {
        IsDiskFull = DiskFull.IsCauseOf(cause);
    }

    /// <summary>True when the disk or its quota was full.</summary>
    public bool IsDiskFull { get; }

    private static string Describe(string folder, Exception cause) => DiskFull.IsCauseOf(cause)
        ? $"The disk that holds the journal in {folder} is full. Nothing of the last group was acknowledged. "
            + "This process must end; free space on the disk, then start again: what was acknowledged is there."
        : $"The journal in {folder} failed ({cause.Message}). Nothing of the last group was acknowledged. "
            + "This process must end, and a failed flush must not be retried; check the disk, then start again.";
}
