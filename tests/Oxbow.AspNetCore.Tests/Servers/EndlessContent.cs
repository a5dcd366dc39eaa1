using System.Net;

namespace Oxbow.AspNetCore.Tests.Servers;

/// <summary>A body of spaces that does not say how long it is.</summary>
internal sealed class EndlessContent(int bytes) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        byte[] piece = new byte[16 * 1024];
        Array.Fill(piece, (byte)' ');
        for (int sent = 0; sent < bytes; sent += piece.Length)
        {
            try
            {
                await stream.WriteAsync(piece);
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException)
            {
                // The server has heard enough.
                return;
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
