using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>Every version of a package stands in Directory.Packages.props.</summary>
internal sealed class CentralVersionsCheck : ICheck
{
    private static readonly string[] Extensions = [".csproj", ".props", ".targets"];

    public IEnumerable<Fault> Faults(Repository repository) =>
        from file in repository.Files
        where Extensions.Contains(Path.GetExtension(file.Path)) && file.Path != "Directory.Packages.props"
        from package in file.Document.Descendants()
        where package.Name.LocalName is "PackageReference" or "GlobalPackageReference" or "PackageVersion"
        where package.Attributes().Select(attribute => attribute.Name.LocalName)
            .Concat(package.Elements().Select(element => element.Name.LocalName))
            .Any(name => name is "Version" or "VersionOverride")
        select new Fault(file.Path, ProjectFile.LineOf(package), "the version belongs in Directory.Packages.props");
}
