using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class DeadLinksCheckTests
{
    private static readonly (string, string) Target = ("docs/storage.md", "# Storage\n## What survives a crash?\n## Twice\n## Twice\n");

    [Theory]
    [InlineData("[a](docs/gone.md)")]
    [InlineData("[a](docs/storage.md#gone)")]
    [InlineData("[a](#gone)")]
    [InlineData("[a](../outside.md)")]
    [InlineData("![a](picture.png \"title\")")]
    [InlineData("[a]: docs/gone.md")]
    public void A_dead_link_is_seen(string link) =>
        PlantedFault.IsSeenAt<DeadLinksCheck>("README.md", 3, "the link leads to", Target, ("README.md", $"# Oxbow\n\n{link}\n"));

    [Theory]
    [InlineData("[a](docs/storage.md#what-survives-a-crash)")]
    [InlineData("[a](docs/storage.md#twice-1)")]
    [InlineData("[a](./docs/)")]
    [InlineData("[a](#oxbow)")]
    [InlineData("[a](https://example.org/gone.md)")]
    [InlineData("`[a](gone.md)`")]
    [InlineData("```\n[a](gone.md)\n```")]
    public void A_live_link_is_in_order(string link) =>
        PlantedFault.IsAbsent<DeadLinksCheck>(Target, ("README.md", $"# Oxbow\n\n{link}\n"));

    [Fact]
    public void Links_are_read_from_the_folder_of_their_document() =>
        PlantedFault.IsAbsent<DeadLinksCheck>(Target, ("README.md", "# Oxbow\n"), ("docs/index.md", "[a](../README.md#oxbow) [b](storage.md)\n"));
}
