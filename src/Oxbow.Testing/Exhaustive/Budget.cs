namespace Oxbow.Testing.Exhaustive;

/// <summary>What may still happen, and who was told to leave, in one number.</summary>
internal readonly record struct Budget(int Bits)
{
    private const int Width = 4;
    private const int Mask = (1 << Width) - 1;
    private const int CrashesAt = Width;
    private const int RetirementsAt = 2 * Width;
    private const int HandOffsAt = 3 * Width;
    private const int LeavingAt = 4 * Width;

    public static Budget Of(SearchScope scope) =>
        new(scope.Writes | (scope.Crashes << CrashesAt) | (scope.Retirements << RetirementsAt) | (scope.HandOffs << HandOffsAt));

    public bool HasWrite => (Bits & Mask) != 0;

    public bool HasCrash => ((Bits >> CrashesAt) & Mask) != 0;

    public Budget LessWrite => new(Bits - 1);

    public Budget LessCrash => new(Bits - (1 << CrashesAt));

    public bool IsLeaving(int slot) => ((Bits >> LeavingAt) & (1 << slot)) != 0;

    public bool MayLeave(bool isPrimary) => ((Bits >> (isPrimary ? HandOffsAt : RetirementsAt)) & Mask) != 0;

    /// <summary>What counts while two replicas converse: writes and crashes, and that the dialer may leave.</summary>
    public Budget During(int dialer) => new((Bits & (Mask | (Mask << CrashesAt))) | (1 << (LeavingAt + dialer)));

    /// <summary>With the writes and crashes that a conversation has left.</summary>
    public Budget AfterThat(Budget conversation) => new((Bits & ~(Mask | (Mask << CrashesAt))) | (conversation.Bits & (Mask | (Mask << CrashesAt))));

    /// <summary>From now on this replica may try to leave as often as it takes.</summary>
    public Budget Leave(int slot, bool isPrimary) => new((Bits - (1 << (isPrimary ? HandOffsAt : RetirementsAt))) | (1 << (LeavingAt + slot)));
}
