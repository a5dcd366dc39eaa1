using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Oxbow.Cli.Tests;

/// <summary>A node that says it is active, and is lost in the middle of everything else that it is asked.</summary>
internal sealed class DyingNode : IDisposable
{
    private const string State = """{"name":"dying","state":"active","automatic":true,"databases":["main"],"nodes":[]}""";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly string lastWords;
    private int heard;

    /// <summary>Listens.</summary>
    /// <param name="lastWords">What it still answers before it is lost.</param>
    public DyingNode(string lastWords = "")
    {
        this.lastWords = lastWords;
        listener.Start();
        _ = ServeAsync();
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}");

    /// <summary>How many requests it heard and did not answer whole.</summary>
    public int Heard => heard;

    public void Dispose() => listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[64 * 1024];
        int count = await stream.ReadAsync(buffer);
        bool isState = Encoding.ASCII.GetString(buffer, 0, count).StartsWith("GET /state", StringComparison.Ordinal);
        string answer = isState
            ? $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {State.Length}\r\nConnection: close\r\n\r\n{State}"
            : lastWords;
        heard += isState ? 0 : 1;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
    }
}
