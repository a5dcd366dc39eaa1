using System.Text.Json;
using Oxbow.Cli.Output;

namespace Oxbow.Cli.Serving;

/// <summary>Reads settings from a JSON file.</summary>
internal static class SettingsFile
{
    /// <summary>Why neither a file nor the environment says that a database is made.</summary>
    public const string WhyNoCreate =
        "a database is made once, and these settings would make a second one when its data is gone. Say --create on the command line, the first time.";

    public static ServeSettings Read(string path)
    {
        try
        {
            ServeSettings settings = JsonSerializer.Deserialize(
                File.ReadAllBytes(path), ServingJson.Default.ServeSettings)
                ?? throw new JsonException("It is empty.");
            return settings.Create is null
                ? settings
                : throw new JsonException($"'create' does not belong here: {WhyNoCreate}");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be used: {error.Message}");
        }
    }
}
