using System.Runtime.InteropServices;

namespace Oxbow.Testing.Exhaustive;

/// <summary>The states seen, each with the most crashes left that it was seen with.</summary>
internal sealed class SeenStates
{
    private readonly Dictionary<GlobalState, int> crashes = [];

    /// <summary>How many states differ in more than the crashes left.</summary>
    public int Count => crashes.Count;

    /// <summary>True when the state was not seen before with as many crashes left.</summary>
    public bool Add(in GlobalState state)
    {
        ref int most = ref CollectionsMarshal.GetValueRefOrAddDefault(crashes, state.WithoutCrashes(), out bool exists);
        if (exists && most >= state.Budget.Crashes)
        {
            return false;
        }

        most = state.Budget.Crashes;
        return true;
    }

    public void Clear() => crashes.Clear();
}
