using System.Text.RegularExpressions;
using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>Links between documents lead to a file, a folder or a heading that is there.</summary>
internal sealed partial class DeadLinksCheck : ICheck
{
    public IEnumerable<Fault> Faults(Repository repository)
    {
        Dictionary<string, SourceFile> files = repository.Files.ToDictionary(file => file.Path);
        HashSet<string> folders = [.. files.Keys.SelectMany(FoldersAbove)];
        foreach (SourceFile document in files.Values.Where(IsMarkdown))
        {
            foreach ((string target, int line) in MarkdownFile.Links(document).Where(link => !Scheme().IsMatch(link.Target)))
            {
                string[] parts = Uri.UnescapeDataString(target).Split('#', 2);
                string path = parts[0].Length == 0 ? document.Path : Resolve(document.Folder, parts[0]);
                bool isFile = files.TryGetValue(path, out SourceFile? found);
                if (!isFile && !folders.Contains(path))
                {
                    yield return new(document.Path, line, $"the link leads to {path}, which is not there");
                }
                else if (parts.Length == 2 && isFile && IsMarkdown(found!) && !MarkdownFile.Anchors(found!).Contains(parts[1]))
                {
                    yield return new(document.Path, line, $"the link leads to #{parts[1]}, which is no heading of {path}");
                }
            }
        }
    }

    private static bool IsMarkdown(SourceFile file) => file.Path.EndsWith(".md", StringComparison.Ordinal);

    private static IEnumerable<string> FoldersAbove(string path)
    {
        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash];
        }

        yield return "";
    }

    private static string Resolve(string folder, string target)
    {
        List<string> parts = target.StartsWith('/') ? [] : [.. folder.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        foreach (string part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9+.-]*:|//)")]
    private static partial Regex Scheme();
}
