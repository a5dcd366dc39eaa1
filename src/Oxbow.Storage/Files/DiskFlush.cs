using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Oxbow.Storage.Files;

/// <summary>
/// fsync for files and directories. On Linux it is called directly: the runtime's own flush takes some errors
/// for success, among them "read-only file system", which is what ext4 answers after its journal has failed,
/// that is, exactly when the bytes are lost.
/// </summary>
internal static class DiskFlush
{
    private const int Interrupted = 4;
    private const int OpenReadOnly = 0;

    public static void File(SafeFileHandle handle, string path)
    {
        if (OperatingSystem.IsLinux())
        {
            Synchronize(handle, path);
        }
        else
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    /// <summary>Does nothing on Windows, which offers no such call: NTFS journals names by itself.</summary>
    public static void Directory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = OpenDirectory(path, OpenReadOnly);
        if (handle.IsInvalid)
        {
            throw LastError("open", path);
        }

        Synchronize(handle, path);
    }

    private static void Synchronize(SafeFileHandle handle, string path)
    {
        while (FSync(handle) != 0)
        {
            // A signal came before anything was tried: the one answer after which fsync may be called again.
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw LastError("flush", path);
            }
        }
    }

    private static IOException LastError(string action, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"Cannot {action} {path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(SafeFileHandle handle);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern SafeFileHandle OpenDirectory([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
