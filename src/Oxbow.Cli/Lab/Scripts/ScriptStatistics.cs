namespace Oxbow.Cli.Lab.Scripts;

/// <summary>How many commands a script had, and how long they took.</summary>
internal sealed class ScriptStatistics
{
    private readonly SortedDictionary<string, (int Count, TimeSpan Time)> commands = new(StringComparer.Ordinal);

    public void Add(string word, TimeSpan time)
    {
        var (count, before) = commands.GetValueOrDefault(word);
        commands[word] = (count + 1, before + time);
    }

    /// <summary>One line for all commands and one for each word, with commands per second.</summary>
    public IEnumerable<string> Lines()
    {
        var all = commands.Values.Aggregate((Count: 0, Time: TimeSpan.Zero), (sum, one) => (sum.Count + one.Count, sum.Time + one.Time));
        return commands.Select(pair => Line(pair.Key, pair.Value)).Prepend(Line("commands", all));
    }

    private static string Line(string word, (int Count, TimeSpan Time) sum) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{sum.Count} {word} in {sum.Time.TotalSeconds:0.00} s: {sum.Count / Math.Max(sum.Time.TotalSeconds, 1e-6):0} per second");
}
