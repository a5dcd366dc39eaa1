using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Oxbow.Client.Tests;

/// <summary>
/// A node that answers each connection's one request with the next of the given answers, and keeps the requests
/// byte for byte, since what a real server makes of a path is not the client's to say.
/// </summary>
internal sealed class ScriptedNode : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Queue<string> answers;
    private readonly Task serving;

    public ScriptedNode(params IEnumerable<string> answers)
    {
        this.answers = new Queue<string>(answers);
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>The requests so far, head and body.</summary>
    public List<string> Requests { get; } = [];

    public static string Answer(int status, string body, params IEnumerable<string> headers) =>
        $"HTTP/1.1 {status} Answer\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
        + string.Concat(headers.Select(header => $"{header}\r\n"))
        + $"\r\n{body}";

    public void Dispose()
    {
        listener.Stop();
        serving.Wait();
        listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (answers.TryDequeue(out string? answer))
        {
            try
            {
                using TcpClient connection = await listener.AcceptTcpClientAsync();
                using NetworkStream stream = connection.GetStream();
                Requests.Add(await ReadRequestAsync(stream));
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            }
            catch (SocketException)
            {
                // Stopped while nobody asked.
                return;
            }
        }
    }

    private static async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var head = new StringBuilder();
        int bodyLength = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            head.Append(line).Append('\n');
            if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
            {
                bodyLength = int.Parse(line["Content-Length: ".Length..], CultureInfo.InvariantCulture);
            }
        }

        char[] body = new char[bodyLength];
        if (bodyLength > 0)
        {
            await reader.ReadBlockAsync(body);
        }

        return $"{head}\n{new string(body)}";
    }
}
