using Oxbow.Core.Invariants;

namespace Oxbow.Core.Execution;

/// <summary>A list that loses items at both ends and gets them at one, each in constant time.</summary>
internal sealed class Fifo<T>
{
    private readonly List<T> items = [];
    private int start;

    public int Count => items.Count - start;

    public void Add(T item) => items.Add(item);

    public T RemoveLast()
    {
        Invariant.Holds(Count > 0, "nothing is taken out of an empty list");
        T last = items[^1];
        items.RemoveAt(items.Count - 1);
        return last;
    }

    public T RemoveFirst()
    {
        Invariant.Holds(Count > 0, "nothing is taken out of an empty list");
        T first = items[start];
        items[start++] = default!;
        if (start * 2 > items.Count)
        {
            items.RemoveRange(0, start);
            start = 0;
        }

        return first;
    }
}
