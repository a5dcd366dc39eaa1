using System.Diagnostics;

namespace Oxbow.Cli.Bench;

/// <summary>Times of single operations.</summary>
internal sealed class Latencies
{
    private readonly List<double> microseconds = [];

    public int Count => microseconds.Count;

    public double P50 => At(0.50);

    public double P99 => At(0.99);

    /// <summary>Adds the time from a <see cref="Stopwatch"/> time stamp until now.</summary>
    public void AddSince(long start) => microseconds.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);

    public void Add(Latencies other) => microseconds.AddRange(other.microseconds);

    private double At(double share)
    {
        if (microseconds.Count == 0)
        {
            return 0;
        }

        microseconds.Sort();
        return microseconds[Math.Min(microseconds.Count - 1, (int)(microseconds.Count * share))];
    }
}
