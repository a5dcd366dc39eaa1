using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>Every package a room uses, and the web framework, is there on purpose.</summary>
internal sealed class PackageReferencesCheck : ICheck
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Oxbow.Core"] = [],
        ["Oxbow.Wire"] = ["Google.Protobuf", "Grpc.Tools"],
        ["Oxbow.Storage"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["Oxbow.Node"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["Oxbow.AspNetCore"] =
        [
            "Microsoft.AspNetCore.App", "Microsoft.AspNetCore.OpenApi",
            "OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol",
        ],
        ["Oxbow.Client"] = ["Microsoft.Extensions.DependencyInjection.Abstractions"],
        ["Oxbow.Testing"] = [],
        ["Oxbow.Cli"] = ["Microsoft.AspNetCore.App", "System.CommandLine", "Spectre.Console"],
    };

    public IEnumerable<Fault> Faults(Repository repository) =>
        from project in repository.Projects
        where project.IsUnder("src")
        let name = ProjectFile.NameOf(project)
        let allowed = Allowed.GetValueOrDefault(name) ?? []
        from package in ProjectFile.Items(project, "PackageReference").Concat(ProjectFile.Items(project, "FrameworkReference"))
        where !allowed.Contains(package.Name)
        select new Fault(project.Path, package.Line, $"{name} must not use {package.Name}");
}
