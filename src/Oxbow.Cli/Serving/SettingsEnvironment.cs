using System.Globalization;
using Oxbow.Cli.Output;

namespace Oxbow.Cli.Serving;

/// <summary>Reads settings from variables of the environment; lists are separated by commas.</summary>
internal static class SettingsEnvironment
{
    public static ServeSettings Read() => new()
    {
        Name = Text("OXBOW_NAME"),
        Data = Text("OXBOW_DATA"),
        Databases = List("OXBOW_DATABASES"),
        Listen = Text("OXBOW_LISTEN"),
        PeerListen = Text("OXBOW_PEER_LISTEN"),
        PeerAddress = Text("OXBOW_PEER_ADDRESS"),
        ClientAddress = Text("OXBOW_CLIENT_ADDRESS"),
        Create = Text("OXBOW_CREATE") is null ? null : throw NotHere(),
        DatabaseId = Text("OXBOW_DATABASE_ID"),
        Join = List("OXBOW_JOIN"),
        Peers = List("OXBOW_PEERS"),
        Paused = Flag("OXBOW_PAUSED"),
        LiveLinks = Number("OXBOW_LIVE_LINKS") is { } links ? (int)links : null,
        DirectMail = Flag("OXBOW_DIRECT_MAIL"),
        RequestRate = Number("OXBOW_REQUEST_RATE") is { } rate ? (int)rate : null,
        ExchangeEverySeconds = Number("OXBOW_EXCHANGE_EVERY_SECONDS"),
        WithoutPrimary = Flag("OXBOW_WITHOUT_PRIMARY"),
        Log = Text("OXBOW_LOG"),
    };

    private static UsageException NotHere() => new($"OXBOW_CREATE does not count: {SettingsFile.WhyNoCreate}");

    private static string? Text(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;

    private static string[]? List(string variable) =>
        Text(variable)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static double? Number(string variable) => Text(variable) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : throw new UsageException($"{variable} is a number.");

    private static bool? Flag(string variable) => Text(variable) switch
    {
        null => null,
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw new UsageException($"{variable} is 'true' or 'false'."),
    };
}
