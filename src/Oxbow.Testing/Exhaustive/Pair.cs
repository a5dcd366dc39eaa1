namespace Oxbow.Testing.Exhaustive;

/// <summary>The three pairs of three replicas, which between them have at most one link each.</summary>
internal static class Pair
{
    public const int Count = 3;

    public static int Of(int slot, int peer) => slot + peer - 1;

    /// <summary>The end of a pair's link that is not the given one.</summary>
    public static int Other(int pair, int slot) => pair + 1 - slot;

    public static string NameOf(int slot) => ((char)('A' + slot)).ToString();
}
