using System.Text;
using Oxbow.Core.Messages;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Laws;

/// <summary>Scans against a filtered list.</summary>
public sealed class ScanLawsTests
{
    [Fact]
    public void A_scan_gives_what_lies_in_its_range_in_key_order_page_by_page() => Law.HoldsForSeeds(random =>
    {
        Cluster cluster = new();
        Peer peer = random.Next(2) == 0 ? cluster.First : cluster.Join(cluster.First);
        SortedSet<string> keys = new(StringComparer.Ordinal);
        for (int count = random.Next(40); count > 0; count--)
        {
            string key = Key(random, 3);
            if (random.Next(4) == 0)
            {
                peer.Delete(key);
                keys.Remove(key);
            }
            else
            {
                peer.Put(key, "1");
                keys.Add(key);
            }
        }

        (string prefix, string from, string to) = (Key(random, 2)[1..], random.Next(2) == 0 ? "" : Key(random, 3), random.Next(2) == 0 ? "" : Key(random, 3));
        string[] expected =
        [
            .. keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)
                && string.CompareOrdinal(key, from) >= 0
                && (to.Length == 0 || string.CompareOrdinal(key, to) < 0)),
        ];
        Assert.Equal(expected, ScanByPages(peer, prefix, from, to, 1 + random.Next(5)));
        Assert.Equal(peer == cluster.First ? keys.Count : 0, peer.Scan(ReadView.Committed).Count);
    });

    private static List<string> ScanByPages(Peer peer, string prefix, string from, string to, int limit)
    {
        List<string> found = [];
        DocumentsRead page;
        do
        {
            KeyRange range = new(Bytes(prefix), Bytes(from), Bytes(to), Bytes(found.LastOrDefault("")), limit);
            page = peer.Ask<DocumentsRead>(id => new ScanDocuments(id, "songs"u8.ToArray(), range, ReadView.Latest, null));
            Assert.True(page.Documents.Count <= limit);
            Assert.True(!page.HasMore || page.Documents.Count == limit);
            found.AddRange(page.Documents.Select(document => Encoding.UTF8.GetString(document.Key.Span)));
        }
        while (page.HasMore);
        return found;
    }

    private static string Key(Random random, int length) =>
        string.Concat(Enumerable.Range(0, 1 + random.Next(length)).Select(_ => (char)('a' + random.Next(3))));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
