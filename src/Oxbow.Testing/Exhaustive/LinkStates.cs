using System.Runtime.InteropServices;

namespace Oxbow.Testing.Exhaustive;

/// <summary>Numbers for the states of links, from one.</summary>
internal sealed class LinkStates
{
    private readonly Dictionary<LinkState, int> numbers = [];
    private readonly List<LinkState> states = [];

    public LinkState this[int number] => states[number - 1];

    public int NumberOf(LinkState state)
    {
        if (state.OpenEnds == 0)
        {
            return 0;
        }

        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, state, out bool exists);
        if (!exists)
        {
            states.Add(state with { Number = states.Count + 1 });
            number = states.Count;
        }

        return number;
    }
}
