using System.Globalization;

namespace Oxbow.Storage;

/// <summary>
/// Holds a folder for this process alone, until disposed or until the process ends, however it ends: the
/// operating system drops the lock, so nothing is left to clean up after a crash.
/// </summary>
/// <remarks>
/// The lock is on the open file <c>oxbow.lock</c>, which is never deleted. The process id stands in a second
/// file, <c>oxbow.lock.holder</c>, since a locked file cannot be read everywhere; it only serves the message.
/// </remarks>
public sealed class FolderLock : IDisposable
{
    private const string LockName = "oxbow.lock";
    private const string HolderName = "oxbow.lock.holder";

    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock of a folder that exists.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <exception cref="FolderInUseException">Somebody holds it; names the folder and the process.</exception>
    /// <exception cref="NotSupportedException">Locks do not work on this file system, or were switched off.</exception>
    public static FolderLock Take(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = Path.Combine(folder, LockName);
        var file = TryOpen(path) ?? throw new FolderInUseException(folder, ReadHolder(folder));
        try
        {
            RequireWorkingLocks(path, folder);
            File.WriteAllText(
                Path.Combine(folder, HolderName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new FolderLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Releases the folder.</summary>
    public void Dispose() => file.Dispose();

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException failure) when (IsHeldByAnother(failure))
        {
            return null;
        }
    }

    /// <summary>Some network file systems, and a runtime switch, let locks succeed without effect.</summary>
    private static void RequireWorkingLocks(string path, string folder)
    {
        using var second = TryOpen(path);
        if (second is not null)
        {
            throw new NotSupportedException(
                $"File locks have no effect in {folder}: two processes could write to it at once. Use a local disk, "
                + "and do not set DOTNET_SYSTEM_IO_DISABLEFILELOCKING.");
        }
    }

    /// <summary>EWOULDBLOCK on Linux (11) and macOS (35); a sharing violation on Windows.</summary>
    internal static bool IsHeldByAnother(IOException failure) =>
        failure.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static int? ReadHolder(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, HolderName));
            return int.TryParse(text, CultureInfo.InvariantCulture, out var processId) ? processId : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
