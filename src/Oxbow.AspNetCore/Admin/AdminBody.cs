using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Problems;

namespace Oxbow.AspNetCore.Admin;

/// <summary>Reads the small objects that orders of an operator carry.</summary>
internal static class AdminBody
{
    private const int MaximumBytes = 4096;

    /// <summary>The body's object; null when there is no body.</summary>
    /// <exception cref="ProblemException">The body is no JSON object.</exception>
    public static async Task<JsonElement?> ReadAsync(HttpContext context)
    {
        byte[] body = await RequestBody.ReadAsync(context, MaximumBytes).ConfigureAwait(false);
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            Utf8JsonReader reader = new(body);
            JsonElement element = JsonElement.ParseValue(ref reader);
            return element.ValueKind == JsonValueKind.Object && !reader.Read()
                ? element
                : throw ProblemException.Invalid("The body has to be one JSON object.");
        }
        catch (JsonException exception)
        {
            throw ProblemException.Invalid($"The body is no JSON: {exception.Message}");
        }
    }

    /// <summary>A text of the object; null when it is absent or null.</summary>
    /// <exception cref="ProblemException">It is something else.</exception>
    public static string? Text(JsonElement? body, string name) =>
        body is null || !body.Value.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw ProblemException.Invalid($"'{name}' has to be a text.");

    /// <summary>A flag.</summary>
    /// <exception cref="ProblemException">It is something else.</exception>
    public static bool Flag(JsonProperty member) => member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? member.Value.GetBoolean()
        : throw ProblemException.Invalid($"'{member.Name}' is true or false.");

    /// <summary>A number from 0 to a maximum.</summary>
    /// <exception cref="ProblemException">It is something else.</exception>
    public static double Number(JsonProperty member, double maximum) =>
        member.Value.ValueKind == JsonValueKind.Number && member.Value.GetDouble() is var number && number >= 0 && number <= maximum
            ? number
            : throw ProblemException.Invalid(string.Create(CultureInfo.InvariantCulture, $"'{member.Name}' is a number from 0 to {maximum:0}."));
}
