using System.Globalization;

namespace CausalWall;

/// <summary>Where a message comes from, in words: from which replica, at what stamp, how it came, what it waited for.</summary>
internal sealed class Provenance(World world)
{
    public string Of(WallEntry entry, IReadOnlyList<WallEntry> wall)
    {
        var written = string.Create(
            CultureInfo.InvariantCulture,
            $"written at {world.OfReplica(entry.Id.Origin.ToString()).Name}, {TimeOf(entry.Id.Stamp.Milliseconds)}, stamp {entry.Id.Stamp}");
        if (entry.Arrival is not { } arrival)
        {
            return written;
        }

        var sender = world.OfReplica(arrival.From);
        var way = arrival.From == entry.Id.Origin.ToString() ? $"received directly from {sender.Name}" : $"received from {sender.Name} and not directly";
        var means = arrival.ByMail ? "by mail" : "in an exchange";
        var held = arrival.HeldBackFor.Count is 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"\n      held back {arrival.HeldBackMilliseconds / 1000:0.0} s for write {string.Join(" and ", arrival.HeldBackFor.Select(write => TextOf(write, wall)))}");
        return $"{written}\n      {way}, {means}{held}";
    }

    public static string TimeOf(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string TextOf(string write, IReadOnlyList<WallEntry> wall) =>
        wall.FirstOrDefault(entry => entry.Id.ToString() == write) is { Message: var message } ? $"{write}, \"{message.Text}\"" : write;
}
