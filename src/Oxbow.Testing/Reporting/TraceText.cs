using System.Globalization;
using System.Runtime.CompilerServices;

namespace Oxbow.Testing.Reporting;

/// <summary>Puts the text of a trace line together, or does nothing when no trace is wanted.</summary>
[InterpolatedStringHandler]
internal ref struct TraceText
{
    private DefaultInterpolatedStringHandler text;
    private readonly bool isWanted;

    public TraceText(int literalLength, int holeCount, Trace trace, out bool isWanted)
    {
        this.isWanted = isWanted = trace.HasText;
        text = isWanted ? new(literalLength, holeCount, CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string literal) => text.AppendLiteral(literal);

    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    public string ToText() => isWanted ? text.ToStringAndClear() : "";
}
