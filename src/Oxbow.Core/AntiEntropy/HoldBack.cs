using System.Collections.Immutable;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Sessions;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.AntiEntropy;

/// <summary>
/// Writes that came by direct mail before something that they depend on. Each waits until the log covers its
/// dependencies, so the log stays causally closed (I2); bounded, because an exchange brings them anyway.
/// </summary>
internal sealed class HoldBack(ReplicaState state, BatchReceiver receiver)
{
    private readonly List<Held> held = [];
    private long heldBytes;

    private readonly record struct Held(
        Mail Mail, ReplicaId From, ImmutableArray<VectorEntry> For, DateTimeOffset Since);

    public int Count => held.Count;

    /// <summary>
    /// Takes a write in, holds it back, or drops it when too many wait; gives the reason when it cannot be.
    /// </summary>
    public Rejection? Offer(Mail mail, ReplicaId from)
    {
        ImmutableArray<VectorEntry> missing = Missing(mail);
        if (missing.IsEmpty || state.Log.Covers(mail.Write.Id))
        {
            return Take(mail, new(from, ByMail: true));
        }

        if (HasRoomFor(mail) && !held.Exists(other => other.Mail.Write.Id == mail.Write.Id))
        {
            held.Add(new(mail, from, missing, state.Clock.PhysicalTime));
            heldBytes += mail.Write.Encoded.Length;
            state.Effects.Report(new WriteHeldBack(mail.Write.Id, missing));
        }

        return null;
    }

    /// <summary>Takes in what no longer has to wait, and with it what waited for that.</summary>
    public void Release()
    {
        while (held.FindIndex(IsOver) is var index and >= 0)
        {
            Held next = held[index];
            held.RemoveAt(index);
            heldBytes -= next.Mail.Write.Encoded.Length;
            if (IsMadeAgain(next))
            {
                continue;
            }

            TimeSpan heldBack = TimeSpan.FromTicks(Math.Max(0, (state.Clock.PhysicalTime - next.Since).Ticks));
            if (Take(next.Mail, new(next.From, ByMail: true) { HeldBack = heldBack, HeldBackFor = next.For }) is { } rejection)
            {
                state.Effects.Report(new Alarm(rejection));
                continue;
            }

            state.Effects.Report(new WriteReleased(next.Mail.Write.Id, heldBack));
        }
    }

    /// <summary>
    /// Takes in a write that has all it depends on. Of one that is covered it checks that it is the same: another one
    /// of its name, which may depend on what is not here, is of another history of its origin's id.
    /// </summary>
    private Rejection? Take(Mail mail, Arrival arrival) => Missing(mail).IsEmpty
        ? receiver.Take([LogRecord.Of(mail.Write, CommitNumber.None)], state.Log.Epochs.Current, arrival)
        : receiver.Compare(mail.Write);

    private bool IsOver(Held one) => IsMadeAgain(one)
        || state.Log.Covers(one.Mail.Write.Id)
        || state.Log.NeverTakes(one.Mail.Write.Id.Origin, one.Mail.Write.Id.Stamp)
        || Missing(one.Mail).IsEmpty;

    /// <summary>
    /// Who accepted it has taken it back, with what it waits for, because the clock there was wrong.
    /// </summary>
    private bool IsMadeAgain(Held one) => state.Log.Remade.Of(one.Mail.Write.Root).Count > 0;

    private bool HasRoomFor(Mail mail) =>
        held.Count < state.Options.MaximumHeldBack
            && heldBytes + mail.Write.Encoded.Length <= state.Options.MaximumHeldBackBytes;

    /// <summary>
    /// What the log lacks of a write's dependencies, the origin's write before it included. What an evicted replica
    /// accepted too late never comes, nor what one did that was never created.
    /// </summary>
    private ImmutableArray<VectorEntry> Missing(Mail mail)
    {
        ImmutableArray<VectorEntry> missing = SessionCheck.Missing(mail.DependsOn, state.Log)
            .RemoveAll(entry => state.Log.NeverTakes(entry.Replica, entry.Stamp));
        bool followsLast = state.Log.PreviousOf(mail.Write.Id.Origin) >= mail.Write.Previous;
        return missing.IsEmpty && !followsLast ? [new(mail.Write.Id.Origin, mail.Write.Previous)] : missing;
    }
}
