using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.OpenApi;
using Oxbow.AspNetCore.Problems;
using Oxbow.AspNetCore.Tests.Servers;
using Oxbow.Core.Messages;
using Oxbow.Node.Errors;
using Oxbow.Node.Transport;
using Oxbow.Wire;

namespace Oxbow.AspNetCore.Tests.Documentation;

/// <summary>The documents that describe the API say what the server does, all of it and nothing else.</summary>
public sealed partial class OpenApiTests
{
    private readonly JsonElement document = JsonDocument.Parse(OpenApiResource.Document).RootElement;

    [Fact]
    public async Task The_document_has_the_paths_and_methods_of_the_server()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddOxbow(TestNode.Options("a"));
        await using WebApplication application = builder.Build();
        application.MapOxbow();
        IEnumerable<string> served =
            from endpoint in ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            let resource = endpoint.Metadata.GetMetadata<Resource>()
            where resource is not null
            from method in resource.Methods
            select $"{method} {endpoint.RoutePattern.RawText!.Replace("{**", "{", StringComparison.Ordinal)}";
        IEnumerable<string> described =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Name != "parameters"
            select $"{operation.Name.ToUpperInvariant()} {path.Name}";
        Assert.Equal(served.Order(), described.Order());
    }

    [Fact]
    public void Every_operation_is_named_once_and_knows_what_its_path_holds()
    {
        List<string> names = [];
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject().Where(member => member.Name != "parameters"))
            {
                names.Add(operation.Value.GetProperty("operationId").GetString()!);
                string[] known = [.. ParametersOf(path.Value).Concat(ParametersOf(operation.Value))
                    .Where(parameter => parameter.GetProperty("in").GetString() == "path")
                    .Select(parameter => parameter.GetProperty("name").GetString()!)];
                Assert.Equal(PathParameter().Matches(path.Name).Select(match => match.Groups[1].Value), known);
            }
        }

        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_everything_is_referred_to()
    {
        string[] references = [.. Reference().Matches(document.GetRawText()).Select(match => match.Groups[1].Value).Distinct()];
        IEnumerable<string> components =
            from kind in document.GetProperty("components").EnumerateObject()
            from component in kind.Value.EnumerateObject()
            select $"#/components/{kind.Name}/{component.Name}";
        Assert.Equal(components.Order(), references.Order());
    }

    [Fact]
    public void Every_code_of_an_error_is_listed_and_explained()
    {
        string[] used =
        [
            .. new[] { typeof(ProblemCodes), typeof(NodeRefusalCodes), typeof(LinkRefusalCodes) }
                .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
                .Select(code => (string)code.GetRawConstantValue()!),
            .. Enum.GetValues<RejectionCode>().Select(RejectionText.CodeOf),
        ];
        IEnumerable<string> listed = document.GetProperty("components").GetProperty("schemas").GetProperty("problem")
            .GetProperty("properties").GetProperty("code").GetProperty("enum").EnumerateArray().Select(code => code.GetString()!);
        Assert.Equal(used.Distinct().Order(), listed.Order());
        string page = new CurlPage("http-api.md").Text;
        Assert.All(used, code => Assert.Contains($"`{code}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_server_gives_the_document()
    {
        await using TestNode node = await TestNode.StartAsync("a");
        TestAnswer answer = await node.GetAsync("/openapi.json");
        Assert.Equal("3.1.0", answer.Text("openapi"));
    }

    private IEnumerable<JsonElement> ParametersOf(JsonElement owner) =>
        owner.TryGetProperty("parameters", out JsonElement parameters) ? parameters.EnumerateArray().Select(Resolve) : [];

    private JsonElement Resolve(JsonElement element) => element.TryGetProperty("$ref", out JsonElement reference)
        ? reference.GetString()!.Split('/')[1..].Aggregate(document, (place, name) => place.GetProperty(name))
        : element;

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();

    [GeneratedRegex("\"\\$ref\": \"([^\"]+)\"")]
    private static partial Regex Reference();
}
