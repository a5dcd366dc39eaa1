using System.Text.Json;
using Oxbow.AspNetCore;
using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Serving;

/// <summary>Tells whoever waits for it that the server is ready, in a file that appears all at once.</summary>
internal static class ReadyFileWriter
{
    public static void Write(string path, OxbowServer server)
    {
        ReadyFile ready = new(
            server.Node.Name, Environment.ProcessId, server.ClientAddress.GetLeftPart(UriPartial.Authority), server.PeerAddress);
        string unfinished = $"{path}.{Environment.ProcessId}";
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(ready, LabJson.Default.ReadyFile));
        File.Move(unfinished, path, overwrite: true);
    }
}
