using System.Runtime.InteropServices;
using Oxbow.Core.Writes;

namespace Oxbow.Testing.Exhaustive;

/// <summary>Numbers for writes, by their bytes: two writes with one id that differ get two numbers.</summary>
internal sealed class KnownWrites
{
    private readonly Dictionary<UInt128, int> numbers = [];
    private readonly List<Write> writes = [];

    public Write this[int number] => writes[number];

    public int NumberOf(Write write)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, StateKey.HashOf(write.Encoded.Span), out bool exists);
        if (!exists)
        {
            number = writes.Count;
            writes.Add(write);
        }

        return number;
    }
}
