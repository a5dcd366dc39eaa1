using System.Globalization;
using System.Text;
using Oxbow.Client;

namespace Oxbow.Processes.Tests.Harness;

/// <summary>Counts up in a few documents that are its own, one write after another, and remembers what was acknowledged.</summary>
internal sealed class Writer(string name)
{
    public const string Collection = "counters";
    private const int Keys = 4;

    private int value;

    public List<AcknowledgedWrite> Acknowledged { get; } = [];

    /// <summary>The last value of each key that was acknowledged.</summary>
    public IEnumerable<AcknowledgedWrite> Latest => Acknowledged.GroupBy(write => write.Key).Select(writes => writes.Last());

    /// <summary>The largest value that was ever sent.</summary>
    public int Sent => value;

    /// <summary>Writes until told to stop, or until the node is gone.</summary>
    public async Task WriteAsync(OxbowClient client, Action onAcknowledged, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                value++;
                string key = $"{name}-{value % Keys}";
                byte[] json = Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture));
                WriteResult result = await client.PutAsync(
                    Collection, key, json, session: null, TestContext.Current.CancellationToken);
                Acknowledged.Add(new(key, value, result));
                onAcknowledged();
            }
        }
        catch (OxbowException error) when (error.Code is OxbowException.NodeUnreachable or "overloaded")
        {
            // The node has been killed or is ending: this write was not acknowledged.
        }
    }
}
