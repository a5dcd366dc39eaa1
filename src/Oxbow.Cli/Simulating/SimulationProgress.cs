using System.Diagnostics;
using System.Globalization;
using Oxbow.Testing;

namespace Oxbow.Cli.Simulating;

/// <summary>Draws a bar on the terminal while seeds run; nothing when the output goes elsewhere.</summary>
internal sealed class SimulationProgress : IDisposable
{
    private const int Width = 40;

    private readonly SeedRange range;
    private readonly double? minutes;
    private readonly Stopwatch watch;
    private readonly Timer? timer;

    public SimulationProgress(SeedRange range, double? minutes, Stopwatch watch)
    {
        this.range = range;
        this.minutes = minutes;
        this.watch = watch;
        timer = Console.IsErrorRedirected ? null : new(_ => Draw(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
    }

    public void Dispose()
    {
        if (timer is not null)
        {
            using var ended = new ManualResetEvent(false);
            timer.Dispose(ended);
            ended.WaitOne();
            Console.Error.Write($"\r{new string(' ', Width + 40)}\r");
        }
    }

    private void Draw()
    {
        var done = range.Done;
        var share = Math.Clamp(minutes is { } limit ? watch.Elapsed.TotalMinutes / limit : (double)done / range.Count, 0, 1);
        var filled = (int)(share * Width);
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', filled)}{new string('.', Width - filled)}] {done:#,0} seeds, {done / Math.Max(0.001, watch.Elapsed.TotalSeconds):0} a second "));
    }
}
