namespace Oxbow.Testing.Exhaustive;

/// <summary>What may still happen, in one number.</summary>
internal readonly record struct Budget(int Bits)
{
    private const int Width = 4;
    private const int Mask = (1 << Width) - 1;
    private const int CrashesAt = Width;
    private const int RetirementsAt = 2 * Width;
    private const int HandOffsAt = 3 * Width;
    private const int TakeOversAt = 4 * Width;
    private const int MeanwhileAt = 5 * Width;

    public static Budget Of(SearchScope scope) =>
        new(scope.Writes | (scope.Crashes << CrashesAt) | (scope.Retirements << RetirementsAt) | (scope.HandOffs << HandOffsAt) | (scope.TakeOvers << TakeOversAt));

    public bool HasWrite => (Bits & Mask) != 0;

    /// <summary>Whether a replica that is in conversation may accept one more.</summary>
    public bool HasWriteMeanwhile => HasWrite && Bits >> MeanwhileAt != 0;

    public int Crashes => (Bits >> CrashesAt) & Mask;

    public bool HasTakeOver => ((Bits >> TakeOversAt) & Mask) != 0;

    /// <summary>One take-over less; the last one, which is made when all is over, costs nothing.</summary>
    public Budget LessTakeOver => HasTakeOver ? new(Bits - (1 << TakeOversAt)) : this;

    public Budget LessWrite => new(Bits - 1);

    public Budget LessWriteMeanwhile => new(Bits - 1 - (1 << MeanwhileAt));

    public Budget LessCrash => new(Bits - (1 << CrashesAt));

    public Budget WithoutCrashes => new(Bits & ~(Mask << CrashesAt));

    /// <summary>With so many writes for conversations from now on.</summary>
    public Budget Meanwhile(int writes) => new((Bits & ((1 << MeanwhileAt) - 1)) | (writes << MeanwhileAt));

    public bool MayLeave(bool isPrimary) => ((Bits >> (isPrimary ? HandOffsAt : RetirementsAt)) & Mask) != 0;

    public Budget LessLeaver(bool wasPrimary) => MayLeave(wasPrimary) ? new(Bits - (1 << (wasPrimary ? HandOffsAt : RetirementsAt))) : this;

    /// <summary>
    /// What counts of it in a conversation: with more writes than it may see, nothing else can happen in it.
    /// </summary>
    public Budget During(int writesMeanwhile) =>
        new(Math.Min(Bits & Mask, writesMeanwhile) | (Bits & (Mask << CrashesAt)) | (1 << RetirementsAt) | (1 << HandOffsAt));

    /// <summary>Less what was used between two other budgets.</summary>
    public Budget Less(Budget before, Budget after) => new(Bits - (before.Bits - after.Bits));
}
