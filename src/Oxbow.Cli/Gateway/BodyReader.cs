using Microsoft.AspNetCore.Http;

namespace Oxbow.Cli.Gateway;

/// <summary>Reads the body of a request, which is kept because it may have to be sent again.</summary>
internal static class BodyReader
{
    /// <summary>The body; null when it is too large.</summary>
    public static async Task<byte[]?> TryReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > GatewayLimits.BodyBytes)
        {
            return null;
        }

        using MemoryStream body = new();
        byte[] part = new byte[16 * 1024];
        while (await request.Body.ReadAsync(part, cancellation) is > 0 and var count)
        {
            if (body.Length + count > GatewayLimits.BodyBytes)
            {
                return null;
            }

            body.Write(part, 0, count);
        }

        return body.ToArray();
    }
}
