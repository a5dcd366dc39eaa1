namespace Oxbow.Storage;

/// <summary>Another process, or another part of this one, holds the folder. Nothing was changed.</summary>
public sealed class FolderInUseException : Exception
{
    internal FolderInUseException(string folder, int? holderProcessId)
        : base($"The folder {folder} is in use by {Describe(holderProcessId)}. "
            + "Two processes must never write to the same folder: "
            + "end that process, or give this one a folder of its own.")
    {
        Folder = folder;
        HolderProcessId = holderProcessId;
    }

    /// <summary>The folder that is held.</summary>
    public string Folder { get; }

    /// <summary>Process id of the holder, or null when the holder did not leave it.</summary>
    public int? HolderProcessId { get; }

    private static string Describe(int? processId) => processId is { } id ? $"process {id}" : "another process";
}
