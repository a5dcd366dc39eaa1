using System.Text.Json;
using Oxbow.Cli.Output;

namespace Oxbow.Cli.Serving;

/// <summary>Reads settings from a JSON file.</summary>
internal static class SettingsFile
{
    public static ServeSettings Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ServingJson.Default.ServeSettings)
                ?? throw new JsonException("It is empty.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be used: {error.Message}");
        }
    }
}
