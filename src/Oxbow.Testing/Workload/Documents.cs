using System.Globalization;
using System.Text;
using Oxbow.Core.Sessions;
using Oxbow.Core.Writes;
using Oxbow.Testing.Randomness;

namespace Oxbow.Testing.Workload;

/// <summary>Draws documents and updates: few keys in two collections, so that writes meet.</summary>
internal static class Documents
{
    public static IReadOnlyList<string> Collections { get; } = ["a", "b"];

    public static DocumentKey DrawKey(SeededRandom random, int keyCount)
    {
        string collection = random.Pick(Collections);
        return new(collection, collection + random.Below(keyCount).ToString(CultureInfo.InvariantCulture));
    }

    public static Update DrawUpdate(SeededRandom random, DocumentKey key, int largestValueBytes)
    {
        byte[] collection = Encoding.UTF8.GetBytes(key.Collection);
        byte[] name = Encoding.UTF8.GetBytes(key.Key);
        if (random.Below(4) == 0)
        {
            return Update.Delete(collection, name);
        }

        string text = new((char)('a' + random.Below(26)), 1 + random.Below(largestValueBytes));
        return Update.Put(collection, name, Encoding.UTF8.GetBytes($"\"{text}{random.Below(1000)}\""));
    }
}
