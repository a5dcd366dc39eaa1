using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class LogEventIdsCheckTests
{
    private const string Node = "src/Oxbow.Node/Log.cs";
    private const string Storage = "src/Oxbow.Storage/Log.cs";

    [Theory]
    [InlineData("[LoggerMessage(EventId = 1001, Message = \"b\")]")]
    [InlineData("[LoggerMessage(1001, LogLevel.Debug, \"b\")]")]
    [InlineData("[LoggerMessageAttribute(Level = LogLevel.Debug, EventId = 1001)]")]
    public void An_id_given_twice_is_seen(string attribute) =>
        PlantedFault.IsSeenAt<LogEventIdsCheck>("src/Oxbow.Node/More.cs", 2, "taken by src/Oxbow.Node/Log.cs:2",
            (Node, Class("[LoggerMessage(1001, LogLevel.Debug, \"a\")]")), ("src/Oxbow.Node/More.cs", Class(attribute)));

    [Fact]
    public void An_id_of_another_area_is_seen() =>
        PlantedFault.IsSeenAt<LogEventIdsCheck>(Storage, 2, "outside 2000-2999", (Storage, Class("[LoggerMessage(EventId = 1001)]")));

    [Theory]
    [InlineData("[LoggerMessage(Level = LogLevel.Debug)]")]
    [InlineData("[LoggerMessage(EventId = Ids.Started)]")]
    public void A_message_without_a_number_is_seen(string attribute) =>
        PlantedFault.IsSeenAt<LogEventIdsCheck>(Node, 2, "needs an EventId", (Node, Class(attribute)));

    [Fact]
    public void Core_does_not_log() =>
        PlantedFault.IsSeenAt<LogEventIdsCheck>("src/Oxbow.Core/Log.cs", 2, "does not log",
            ("src/Oxbow.Core/Log.cs", Class("[LoggerMessage(EventId = 1)]")));

    [Fact]
    public void Each_area_has_its_own_thousand() =>
        PlantedFault.IsAbsent<LogEventIdsCheck>(
            (Node, Class("[LoggerMessage(EventId = 1999)]")), (Storage, Class("[LoggerMessage(EventId = 2000)]")));

    private static string Class(string attribute) => $"partial class Log {{\n{attribute} partial void A(); }}\n";
}
