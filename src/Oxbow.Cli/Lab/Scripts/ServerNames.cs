namespace Oxbow.Cli.Lab.Scripts;

/// <summary>
/// Names for servers: short, and never given twice, since the id of a retired server may be used again.
/// </summary>
internal sealed class ServerNames
{
    private const int LongestIdInName = 32;

    private readonly Dictionary<string, int> timesGiven = [];

    public string Next(LabId id)
    {
        var digits = id.ToString();
        var name = $"s{(digits.Length > LongestIdInName ? digits[..LongestIdInName] : digits)}";
        var times = timesGiven.GetValueOrDefault(name) + 1;
        timesGiven[name] = times;
        return times is 1 ? name : $"{name}-{times}";
    }
}
