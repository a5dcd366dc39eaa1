using System.Xml;
using System.Xml.Linq;

namespace Oxbow.House.Tests.Model;

/// <summary>How the checks read a project file: names of items, with the line each stands on.</summary>
internal static class ProjectFile
{
    /// <summary>The name of a project, as in `Oxbow.Core`.</summary>
    public static string NameOf(SourceFile project) => System.IO.Path.GetFileNameWithoutExtension(project.Path);

    /// <summary>The projects that <paramref name="project"/> refers to.</summary>
    public static IEnumerable<(string Name, int Line)> ProjectReferences(SourceFile project) =>
        from item in Items(project, "ProjectReference")
        select (System.IO.Path.GetFileNameWithoutExtension(item.Name.Replace('\\', '/')), item.Line);

    /// <summary>The values of Include on every item of one kind.</summary>
    public static IEnumerable<(string Name, int Line)> Items(SourceFile project, string kind) =>
        from element in project.Document.Descendants(kind)
        let include = element.Attribute("Include")
        where include is not null
        select (include.Value, LineOf(element));

    /// <summary>The line an element starts on, counted from 1.</summary>
    public static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
