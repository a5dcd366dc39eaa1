using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Oxbow.Testing.Exhaustive;

/// <summary>All of the small world at one moment, as numbers: three replicas, three links, and what still may happen.</summary>
[InlineArray(Length)]
internal struct GlobalState : IEquatable<GlobalState>
{
    private const int Length = 7;
    private const int LinksAt = 3;
    private const int BudgetAt = 6;

    private int first;

    public Budget Budget
    {
        readonly get => new(this[BudgetAt]);
        set => this[BudgetAt] = value.Bits;
    }

    /// <summary>
    /// The same whatever crashes are left. What can be reached with fewer can be reached with more, so of two states that
    /// differ in this alone only the one with more is looked at.
    /// </summary>
    public readonly GlobalState WithoutCrashes()
    {
        GlobalState same = this;
        same.Budget = Budget.WithoutCrashes;
        return same;
    }

    public readonly bool HasLinks => (this[LinksAt] | this[LinksAt + 1] | this[LinksAt + 2]) != 0;

    public readonly int LinkCount => Math.Sign(this[LinksAt]) + Math.Sign(this[LinksAt + 1]) + Math.Sign(this[LinksAt + 2]);

    public readonly int Local(int slot) => this[slot];

    public void SetLocal(int slot, int number) => this[slot] = number;

    public readonly int Link(int pair) => this[LinksAt + pair];

    public void SetLink(int pair, int number) => this[LinksAt + pair] = number;

    public readonly bool Equals(GlobalState other) => Words(in this).SequenceEqual(Words(in other));

    public override readonly bool Equals(object? obj) => obj is GlobalState other && Equals(other);

    public override readonly int GetHashCode()
    {
        ulong hash = 14695981039346656037;
        foreach (int word in Words(in this))
        {
            hash = (hash ^ (uint)word) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 29;
        }

        return (int)(hash ^ (hash >> 32));
    }

    private static ReadOnlySpan<int> Words(in GlobalState state) => MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<GlobalState, int>(ref Unsafe.AsRef(in state)), Length);
}
