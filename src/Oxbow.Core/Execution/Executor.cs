using Oxbow.Core.Identity;
using Oxbow.Core.State;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Execution;

/// <summary>
/// Executes writes in the order that the log gives them: finds the effect of each and keeps documents, idempotency keys
/// and the authority to commit as they are after it. Tentative writes lie on top and can be undone; committed ones cannot.
/// </summary>
internal sealed class Executor(TimeSpan requestWindow)
{
    private readonly RequestWindow requests = new(requestWindow);
    private readonly Fifo<Executed> tentative = new();

    /// <summary>A tentative write that was executed, with what it takes to undo it.</summary>
    private readonly record struct Executed(Write Write, Effect Effect, TentativeVersion? UndoRecord, WriteId? Forgotten);

    /// <summary>The documents.</summary>
    public DatabaseState State { get; } = new();

    /// <summary>Who may commit, after the committed writes.</summary>
    public CommitAuthority Authority { get; } = new();

    /// <summary>How many tentative writes are executed.</summary>
    public int TentativeCount => tentative.Count;

    /// <summary>The write that a retry at the end of the order would repeat; null when it would be a new write.</summary>
    public WriteId? FindRequest(ReadOnlySpan<byte> requestKey, AcceptStamp stamp) => requests.Find(requestKey, stamp);

    /// <summary>Executes a tentative write on top of all others.</summary>
    public Outcome Execute(Write write)
    {
        Effect effect = EffectOf(write);
        TentativeVersion? undoRecord = State.Execute(effect.Updates, write.Id);
        tentative.Add(new(write, effect, undoRecord, AddRequest(write, effect)));
        return effect.Outcome;
    }

    /// <summary>Undoes the tentative write on top.</summary>
    public void UndoLast()
    {
        Executed last = tentative.RemoveLast();
        State.Undo(last.UndoRecord);
        if (AddedRequest(last.Write, last.Effect))
        {
            requests.Undo(last.Write.RequestKey.Span, last.Forgotten);
        }
    }

    /// <summary>
    /// Commits a write: the lowest of the tentative ones executed, or one that was not while none is. The log knows whether
    /// it begins an epoch.
    /// </summary>
    public Effect Commit(Write write, CommitNumber number, bool beginsEpoch)
    {
        Effect effect;
        if (tentative.Count > 0)
        {
            Executed first = tentative.RemoveFirst();
            Invariant.Holds(ReferenceEquals(first.Write, write), "the lowest tentative write is committed first");
            effect = first.Effect;
            State.Confirm(first.UndoRecord, number);
        }
        else
        {
            effect = EffectOf(write);
            State.Commit(effect.Updates, write.Id, number);
            AddRequest(write, effect);
        }

        requests.Commit(write.Id, AddedRequest(write, effect) ? write.RequestKey.Span : default);
        return Authority.Commit(write, effect, number, beginsEpoch);
    }

    /// <summary>The effect of a write at the end of the order: a function of the write and of what was executed before it.</summary>
    private Effect EffectOf(Write write)
    {
        if (write.HasRequestKey && requests.Find(write.RequestKey.Span, write.Id.Stamp) is not null)
        {
            return Effect.Nothing(Outcome.Repeated);
        }

        return write.IsUnderstood ? Effect.AsWritten(write) : Effect.Nothing(Outcome.NotUnderstood);
    }

    private WriteId? AddRequest(Write write, Effect effect) =>
        AddedRequest(write, effect) ? requests.Add(write.RequestKey.Span, write.Id) : null;

    private static bool AddedRequest(Write write, Effect effect) => write.HasRequestKey && effect.Outcome != Outcome.Repeated;
}
