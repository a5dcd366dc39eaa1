namespace Oxbow.Storage.Files;

/// <summary>A folder on a real disk, held for this process alone.</summary>
internal sealed class DiskFolder : IJournalFiles
{
    private readonly FolderLock folderLock;

    private DiskFolder(string folder, FolderLock folderLock)
    {
        Folder = folder;
        this.folderLock = folderLock;
    }

    public string Folder { get; }

    /// <summary>Creates the folder durably when it is missing, and takes its lock.</summary>
    public static DiskFolder Take(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        CreateDurably(path);
        return new DiskFolder(path, FolderLock.Take(path));
    }

    public IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path))];

    public IJournalFile Open(string name) => new DiskFile(PathOf(name), FileMode.Open);

    public IJournalFile Create(string name) => new DiskFile(PathOf(name), FileMode.Create);

    public void Rename(string name, string newName) => File.Move(PathOf(name), PathOf(newName), overwrite: false);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void SyncDirectory() => DiskFlush.Directory(Folder);

    public void Dispose() => folderLock.Dispose();

    private string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A new folder survives a crash only when its parent, which holds its name, is flushed too.</summary>
    private static void CreateDurably(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder);
        if (parent is not null)
        {
            CreateDurably(parent);
        }

        Directory.CreateDirectory(folder);
        if (parent is not null)
        {
            DiskFlush.Directory(parent);
        }
    }
}
