namespace Oxbow.Storage.Files;

/// <summary>
/// The folder of one journal: everything a journal asks of the operating system, so that a simulated disk can
/// stand in. Every method may throw <see cref="IOException"/>. Disposing releases the folder.
/// </summary>
public interface IJournalFiles : IDisposable
{
    /// <summary>Name of the folder, for messages.</summary>
    string Folder { get; }

    /// <summary>Names of all files in the folder, without it, in any order.</summary>
    IReadOnlyList<string> List();

    /// <summary>Opens a file that exists.</summary>
    IJournalFile Open(string name);

    /// <summary>
    /// Opens a new, empty file; one that has the name is emptied.
    /// The name is durable after <see cref="SyncDirectory"/>.
    /// </summary>
    IJournalFile Create(string name);

    /// <summary>Gives a closed file a name that no file has. Durable after <see cref="SyncDirectory"/>.</summary>
    void Rename(string name, string newName);

    /// <summary>Deletes a closed file. Durable after <see cref="SyncDirectory"/>.</summary>
    void Delete(string name);

    /// <summary>Makes created, renamed and deleted names durable.</summary>
    void SyncDirectory();
}
