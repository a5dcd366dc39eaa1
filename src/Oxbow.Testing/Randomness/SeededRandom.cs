namespace Oxbow.Testing.Randomness;

/// <summary>
/// Random numbers from a seed, the same on every machine and with every version of the runtime: xoshiro256**
/// (Blackman and Vigna), seeded by splitmix64.
/// </summary>
internal sealed class SeededRandom
{
    private ulong a;
    private ulong b;
    private ulong c;
    private ulong d;

    /// <summary>A stream of its own for each purpose, so that one more draw for one purpose leaves the others alone.</summary>
    public SeededRandom(long seed, int purpose = 0)
    {
        ulong state = unchecked((ulong)seed + ((ulong)(uint)purpose * 0xD1B54A32D192ED03UL));
        a = Spread(ref state);
        b = Spread(ref state);
        c = Spread(ref state);
        d = Spread(ref state);
    }

    public ulong Bits()
    {
        ulong result = ulong.RotateLeft(b * 5, 7) * 9;
        ulong shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = ulong.RotateLeft(d, 45);
        return result;
    }

    /// <summary>From zero to one less than <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(((Bits() >> 32) * (ulong)bound) >> 32);

    public int Between(int smallest, int largest) => smallest + Below(largest - smallest + 1);

    /// <summary>True in so many of a thousand cases.</summary>
    public bool Happens(int perThousand) => Below(1000) < perThousand;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    public void Shuffle<T>(IList<T> list)
    {
        for (int last = list.Count - 1; last > 0; last--)
        {
            int other = Below(last + 1);
            (list[last], list[other]) = (list[other], list[last]);
        }
    }

    private static ulong Spread(ref ulong state)
    {
        state = unchecked(state + 0x9E3779B97F4A7C15UL);
        ulong mixed = state;
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
        return mixed ^ (mixed >> 31);
    }
}
