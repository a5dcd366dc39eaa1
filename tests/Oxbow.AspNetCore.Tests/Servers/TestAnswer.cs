using System.Text.Json;

namespace Oxbow.AspNetCore.Tests.Servers;

/// <summary>What a server answered.</summary>
internal sealed record TestAnswer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The code of a problem; fails when the answer is none, or does not say what to do.</summary>
    public string Code
    {
        get
        {
            JsonElement problem = Json;
            Assert.Equal(Status, problem.GetProperty("status").GetInt32());
            Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
            return problem.GetProperty("code").GetString()!;
        }
    }

    public string? Session => Headers.GetValueOrDefault("Oxbow-Session");

    public string Text(string member) => Json.GetProperty(member).GetString()!;
}
