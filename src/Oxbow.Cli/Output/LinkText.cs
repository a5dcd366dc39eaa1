using System.Globalization;
using Oxbow.Client;

namespace Oxbow.Cli.Output;

/// <summary>How a link is, in words.</summary>
internal static class LinkText
{
    public static string Describe(PeerStatus peer) => string.Join(", ", Parts(peer));

    private static IEnumerable<string> Parts(PeerStatus peer)
    {
        yield return peer.Blocked ? "blocked" : "open";
        if (peer.DelayMilliseconds > 0 || peer.JitterMilliseconds > 0)
        {
            yield return Text($"delay {peer.DelayMilliseconds} to {peer.DelayMilliseconds + peer.JitterMilliseconds} ms");
        }

        if (peer.Loss > 0)
        {
            yield return Text($"loss {peer.Loss * 100:0.###} %");
        }

        if (peer.BytesPerSecond > 0)
        {
            yield return Text($"{peer.BytesPerSecond} bytes/s");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
