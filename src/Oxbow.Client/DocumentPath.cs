namespace Oxbow.Client;

/// <summary>The address of a document below its node.</summary>
internal static class DocumentPath
{
    /// <summary>
    /// False for the few keys that servers fold away or refuse in a path, however they are escaped; such a
    /// document is written by an update set and read by a scan.
    /// </summary>
    public static bool CanCarry(string key) => key is not ("" or "." or "..") && !key.Contains('\0');

    public static string Of(string databasePath, string collection, string key) =>
        $"{databasePath}/{Uri.EscapeDataString(collection)}/{Uri.EscapeDataString(key)}";
}
