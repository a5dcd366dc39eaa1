using System.Globalization;

namespace Oxbow.Mutation;

/// <summary>What became of some mutants.</summary>
/// <param name="Failed">A test failed, or the tests broke off.</param>
/// <param name="TimedOut">The tests did not come to an end.</param>
/// <param name="Survived">All tests passed.</param>
internal readonly record struct Score(int Failed, int TimedOut, int Survived)
{
    private int Tested => Failed + TimedOut + Survived;

    public static Score operator +(Score left, Score right) =>
        new(left.Failed + right.Failed, left.TimedOut + right.TimedOut, left.Survived + right.Survived);

    /// <summary>One mutant more.</summary>
    public Score With(Fate fate) => this + fate switch
    {
        Fate.Failed => new(1, 0, 0),
        Fate.TimedOut => new(0, 1, 0),
        _ => new(0, 0, 1),
    };

    public override string ToString()
    {
        double percent = Tested == 0 ? 0 : 100.0 * (Failed + TimedOut) / Tested;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{percent,5:F1} %   {Tested} tested, {Failed} failed a test, {TimedOut} ran too long, {Survived} survived");
    }
}
