using Oxbow.Core.Messages;

namespace Oxbow.Testing.Exhaustive;

/// <summary>One step of the small world.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Slot">To whom: who writes, dials, hears or crashes; one end of the link that is cut.</param>
/// <param name="Peer">The other end of the link.</param>
/// <param name="Purpose">What a link is dialed for.</param>
/// <param name="Crashes">
/// True: the replica crashes when the records of this turn are durable, before anything is sent.
/// </param>
internal readonly record struct Move(MoveKind Kind, int Slot, int Peer = 0, LinkPurpose Purpose = default, bool Crashes = false)
{
    public override string ToString()
    {
        string self = Pair.NameOf(Slot);
        string peer = Pair.NameOf(Peer);
        string what = Kind switch
        {
            MoveKind.Write => $"{self} accepts a write",
            MoveKind.TakeOver => $"{self} takes over",
            MoveKind.Dial => $"{self} dials {peer} for {Purpose}",
            MoveKind.Deliver => $"{self} hears {peer}",
            MoveKind.Cut => $"the link of {self} and {peer} is cut",
            _ => $"{self} crashes and starts again",
        };
        return Crashes && Kind != MoveKind.Crash ? $"{what}, and crashes before it sends" : what;
    }
}
