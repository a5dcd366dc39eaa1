using System.Collections.Immutable;
using Oxbow.Core.Messages;

namespace Oxbow.Testing.Exhaustive;

/// <summary>A link between two replicas: which ends are open, and what is on its way.</summary>
/// <param name="Dialer">The end that opened it.</param>
/// <param name="Purpose">What for.</param>
/// <param name="OpenEnds">Bits of the replicas whose ends are open.</param>
/// <param name="ToDialer">Numbers of the messages on their way to the dialer, the oldest first.</param>
/// <param name="ToListener">The same the other way.</param>
internal sealed record LinkState(int Dialer, LinkPurpose Purpose, int OpenEnds, ImmutableArray<int> ToDialer, ImmutableArray<int> ToListener)
{
    /// <summary>Its number; zero says that there is no link.</summary>
    public int Number { get; init; }

    public bool IsOpenAt(int slot) => (OpenEnds & (1 << slot)) != 0;

    public ImmutableArray<int> To(int slot) => slot == Dialer ? ToDialer : ToListener;

    public LinkState With(int slot, ImmutableArray<int> messages) => slot == Dialer ? this with { ToDialer = messages } : this with { ToListener = messages };

    /// <summary>Without the end at a replica, and without what was on its way there.</summary>
    public LinkState WithoutEnd(int slot) => With(slot, []) with { OpenEnds = OpenEnds & ~(1 << slot) };

    public bool Equals(LinkState? other) =>
        other is not null
        && (Dialer, Purpose, OpenEnds) == (other.Dialer, other.Purpose, other.OpenEnds)
        && ToDialer.AsSpan().SequenceEqual(other.ToDialer.AsSpan())
        && ToListener.AsSpan().SequenceEqual(other.ToListener.AsSpan());

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Dialer | ((int)Purpose << 2) | (OpenEnds << 5));
        foreach (int message in ToDialer)
        {
            hash.Add(message);
        }

        hash.Add(-1);
        foreach (int message in ToListener)
        {
            hash.Add(message);
        }

        return hash.ToHashCode();
    }
}
