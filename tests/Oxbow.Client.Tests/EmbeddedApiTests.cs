using Oxbow.Node.Embedded;

namespace Oxbow.Client.Tests;

public sealed class EmbeddedApiTests : ApiContract
{
    protected override async Task<IOxbow> OpenAsync() =>
        await OxbowNode.OpenAsync(new() { Node = new() { Name = "a", DataFolder = null }, Create = true });
}
