using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>What a build or a run leaves behind does not belong in the repository.</summary>
internal sealed class RunTimeFilesCheck : ICheck
{
    private static readonly string[] Folders = ["bin", "obj", "artifacts", "TestResults", "node_modules"];
    private static readonly string[] Extensions = [".db", ".log", ".dll", ".exe", ".pdb", ".nupkg", ".trx", ".user", ".pid", ".tmp"];

    public IEnumerable<Fault> Faults(Repository repository) =>
        from file in repository.Files
        where file.Folder.Split('/').Intersect(Folders).Any() || Extensions.Contains(Path.GetExtension(file.Path))
        select new Fault(file.Path, 0, "is built or left by a run: remove it and ignore it");
}
