using System.Diagnostics;
using System.Reflection;

namespace Oxbow.House.Tests.Model;

/// <summary>What is in the repository: every file that git tracks or would track.</summary>
internal sealed class Repository(IEnumerable<SourceFile> files)
{
    public IReadOnlyList<SourceFile> Files { get; } = [.. files];

    public IEnumerable<SourceFile> Code => Files.Where(file => file.IsCode);

    public IEnumerable<SourceFile> Projects => Files.Where(file => file.IsProject);

    /// <summary>A made-up repository, for planting faults.</summary>
    public static Repository Of(params (string Path, string Text)[] files) =>
        new(files.Select(file => new SourceFile(file.Path, file.Text)));

    /// <summary>The repository that this assembly was built from.</summary>
    public static Repository Load()
    {
        string root = typeof(Repository).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        return new(Paths(root)
            .Where(path => File.Exists(Path.Combine(root, path)))
            .Select(path => new SourceFile(path, ReadText(Path.Combine(root, path)))));
    }

    private static string[] Paths(string root)
    {
        string[] arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        using Process git = Process.Start(new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
        })!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, "git must be there to say which files belong to the repository");
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string ReadText(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return bytes.Contains((byte)0) ? "" : System.Text.Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n");
    }
}
