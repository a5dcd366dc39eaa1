using System.Runtime.InteropServices;

namespace Oxbow.Testing.Exhaustive;

/// <summary>Numbers for the states of links, from one.</summary>
internal sealed class LinkStates
{
    private readonly Dictionary<LinkState, int> numbers = [];
    private readonly List<LinkState> states = [];
    private readonly Dictionary<(int Number, int To, int Message), int> sent = [];
    private readonly Dictionary<(int Number, int At), int> heard = [];

    public LinkState this[int number] => states[number - 1];

    /// <summary>The state after a message was sent to one end.</summary>
    public int Sent(int number, int to, int message)
    {
        ref int after = ref CollectionsMarshal.GetValueRefOrAddDefault(sent, (number, to, message), out bool exists);
        if (!exists)
        {
            after = NumberOf(this[number].With(to, this[number].To(to).Add(message)));
        }

        return after;
    }

    /// <summary>The state after one end has heard the oldest message.</summary>
    public int Heard(int number, int at)
    {
        ref int after = ref CollectionsMarshal.GetValueRefOrAddDefault(heard, (number, at), out bool exists);
        if (!exists)
        {
            after = NumberOf(this[number].With(at, this[number].To(at).RemoveAt(0)));
        }

        return after;
    }

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
