using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Oxbow.Processes.Tests.Harness;

/// <summary>
/// A plain HTTP client of a gateway that repeats nothing: it counts up in a document of its own and reads it. Any answer but
/// the expected one is an error that its user would see.
/// </summary>
internal sealed class GatewayClient(Uri gateway, string name, bool hasSession)
{
    private static readonly HttpClient Http = new();
    private readonly Uri document = new(gateway, $"/db/main/counters/{name}");
    private string? token = hasSession ? "new" : null;

    public int Calls { get; private set; }

    /// <summary>Calls that the gateway made again at another node, since the last <see cref="Forget"/>.</summary>
    public int FailedOver { get; private set; }

    public TimeSpan Longest { get; private set; }

    public string Name => name;

    /// <summary>The last value that was acknowledged.</summary>
    public int Value { get; private set; }

    public void Forget() => (FailedOver, Longest) = (0, TimeSpan.Zero);

    public async Task WorkAsync(Action onCall, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            string next = (Value + 1).ToString(CultureInfo.InvariantCulture);
            await CallAsync(HttpMethod.Put, next);
            Value++;
            onCall();
            string read = await CallAsync(HttpMethod.Get, null);
            Assert.True(!hasSession || read == next, $"{name} wrote {next} and reads {read}");
            onCall();
        }
    }

    private async Task<string> CallAsync(HttpMethod method, string? body)
    {
        using HttpRequestMessage request = new(method, document);
        request.Content = body is null ? null : new StringContent(body);
        if (token is not null)
        {
            request.Headers.Add("Oxbow-Session", token);
            request.Headers.Add("Oxbow-Wait", "60");
        }

        var watch = Stopwatch.StartNew();
        using HttpResponseMessage answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        // Without a session another node may not have heard of the document.
        bool isExpected = answer.StatusCode is HttpStatusCode.OK || (answer.StatusCode is HttpStatusCode.NotFound && body is null && !hasSession);
        Assert.True(isExpected, $"{name}: {method} was answered {(int)answer.StatusCode} {text}");
        Calls++;
        Longest = watch.Elapsed > Longest ? watch.Elapsed : Longest;
        FailedOver += answer.Headers.Contains("Oxbow-Nodes-Asked") ? 1 : 0;
        token = token is null ? null : Assert.Single(answer.Headers.GetValues("Oxbow-Session"));
        return text;
    }
}
