using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Json;

namespace Oxbow.AspNetCore.OpenApi;

/// <summary><c>/openapi.json</c>: what the server serves, for programs (OpenAPI 3.1).</summary>
internal static class OpenApiResource
{
    public const string Path = "/openapi.json";

    /// <summary>The document. Written by hand, since handlers read requests themselves; a test keeps it true.</summary>
    public static byte[] Document { get; } = Read();

    public static Task GetAsync(HttpContext context)
    {
        context.Response.ContentType = JsonAnswer.ContentType;
        return JsonAnswer.SendAsync(context.Response, Document);
    }

    private static byte[] Read()
    {
        using Stream resource = typeof(OpenApiResource).Assembly.GetManifestResourceStream("openapi.json")!;
        byte[] document = new byte[resource.Length];
        resource.ReadExactly(document);
        return document;
    }
}
