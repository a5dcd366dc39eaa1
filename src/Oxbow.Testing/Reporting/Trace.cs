using System.Runtime.CompilerServices;
using Oxbow.Testing.Clocks;

namespace Oxbow.Testing.Reporting;

/// <summary>What happened, in order: always as a hash, and as text when asked for.</summary>
internal sealed class Trace(TrueTime time, bool withText)
{
    private const ulong Prime = 0x00000100000001B3;

    private readonly List<string> lines = [];

    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    public bool HasText => withText;

    public IReadOnlyList<string> Lines => lines;

    public long Step { get; set; }

    public void Mix(long value)
    {
        Hash = unchecked((Hash ^ (ulong)value) * Prime);
        Hash ^= Hash >> 29;
    }

    public void Mix(ReadOnlySpan<byte> bytes)
    {
        Mix(bytes.Length);
        foreach (byte value in bytes)
        {
            Hash = unchecked((Hash ^ value) * Prime);
        }
    }

    /// <summary>Adds a line; its parts are only put together when there is text at all.</summary>
    public void Say(string node, string what, [InterpolatedStringHandlerArgument("")] TraceText detail)
    {
        if (withText)
        {
            lines.Add($"{Step,6} {time.SinceStart.TotalSeconds,14:0.000000} {node,-4} {what,-10} {detail.ToText()}");
        }
    }
}
