using Oxbow.Core.Identity;
using Oxbow.Core.State;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Execution;

/// <summary>
/// Executes writes in the order that the log gives them: finds the effect of each and keeps documents, idempotency keys
/// and the authority to commit as they are after it. Tentative writes lie on top and can be undone; committed ones cannot.
/// </summary>
internal sealed class Executor
{
    private readonly int supportedLevel;
    private readonly FormatLevel formatLevel;
    private readonly Func<Write, CommitNumber, bool> standsAfterOriginal;
    private readonly RequestWindow requests;
    private readonly RequestWindow remade;
    private readonly Fifo<Executed> tentative = new();

    /// <param name="requestWindow">For how long idempotency keys are remembered.</param>
    /// <param name="supportedLevel">The highest format level that this software executes.</param>
    /// <param name="standsAfterOriginal">Whether the write that one was made again from stands before it; the log knows.</param>
    public Executor(TimeSpan requestWindow, int supportedLevel, Func<Write, CommitNumber, bool> standsAfterOriginal)
    {
        this.standsAfterOriginal = standsAfterOriginal;
        requests = new(requestWindow);
        remade = new(requestWindow);
        formatLevel = new(Members);
        this.supportedLevel = supportedLevel;
    }

    /// <summary>A tentative write that was executed, with what it takes to undo it.</summary>
    private readonly record struct Executed(Write Write, Effect Effect, TentativeVersion? UndoRecord, Remembered Remembered);

    /// <summary>What was put into the windows for a write, and which writes that pushed out.</summary>
    private readonly record struct Remembered(bool IsRequest, WriteId? ForgottenRequest, bool IsRemade, WriteId? ForgottenRemade);

    /// <summary>The documents.</summary>
    public DatabaseState State { get; } = new();

    /// <summary>Who may commit, after the committed writes.</summary>
    public CommitAuthority Authority { get; } = new();

    /// <summary>The replicas, after the committed writes.</summary>
    public MemberTable Members { get; } = new();

    /// <summary>The format level in force after the committed writes.</summary>
    public int Level => formatLevel.Current;

    /// <summary>True when the committed writes ask for more than this software executes: nothing is executed after them.</summary>
    public bool IsBelowLevel => Level > supportedLevel;

    /// <summary>How many tentative writes are executed.</summary>
    public int TentativeCount => tentative.Count;

    /// <summary>The write that a retry at the end of the order would repeat; null when it would be a new write.</summary>
    public WriteId? FindRequest(ReadOnlySpan<byte> requestKey, AcceptStamp stamp) => requests.Find(requestKey, stamp);

    /// <summary>Executes a tentative write on top of all others.</summary>
    public Outcome Execute(Write write)
    {
        Effect effect = EffectOf(write, CommitNumber.None);
        TentativeVersion? undoRecord = State.Execute(effect.Updates, write.Id);
        tentative.Add(new(write, effect, undoRecord, Remember(write, effect)));
        return effect.Outcome;
    }

    /// <summary>Undoes the tentative write on top.</summary>
    public void UndoLast()
    {
        Executed last = tentative.RemoveLast();
        State.Undo(last.UndoRecord);
        if (last.Remembered.IsRequest)
        {
            requests.Undo(last.Write.RequestKey.Span, last.Remembered.ForgottenRequest);
        }

        if (last.Remembered.IsRemade)
        {
            remade.Undo(KeyOf(last.Write, stackalloc byte[WriteHash.Size]), last.Remembered.ForgottenRemade);
        }
    }

    /// <summary>
    /// Commits a write: the lowest of the tentative ones executed, or one that was not while none is. The log knows whether
    /// it begins an epoch.
    /// </summary>
    public Effect Commit(Write write, CommitNumber number, bool beginsEpoch)
    {
        Effect effect;
        Remembered remembered;
        if (tentative.Count > 0)
        {
            Executed first = tentative.RemoveFirst();
            Invariant.Holds(ReferenceEquals(first.Write, write), "the lowest tentative write is committed first");
            effect = first.Effect;
            remembered = first.Remembered;
            State.Confirm(first.UndoRecord, number);
        }
        else
        {
            effect = EffectOf(write, number);
            State.Commit(effect.Updates, write.Id, number);
            remembered = Remember(write, effect);
        }

        requests.Commit(write.Id, remembered.IsRequest ? write.RequestKey.Span : default);
        remade.Commit(write.Id, remembered.IsRemade ? KeyOf(write, stackalloc byte[WriteHash.Size]) : default);
        return effect.Outcome == Outcome.Applied ? CommitRules(write, effect, number, beginsEpoch) : effect;
    }

    /// <summary>What a write about the database itself changes takes effect at its commit, and may be refused there.</summary>
    private Effect CommitRules(Write write, Effect effect, CommitNumber number, bool beginsEpoch)
    {
        if (write.Kind == WriteKind.LevelRaise)
        {
            return formatLevel.Commit(write, effect, Authority.Primary);
        }

        Members.Commit(write);
        return Authority.Commit(write, effect, number, beginsEpoch);
    }

    /// <summary>The effect of a write at the end of the order: a function of the write and of what was executed before it.</summary>
    private Effect EffectOf(Write write, CommitNumber number)
    {
        if (write.Schema > Level)
        {
            return Effect.Nothing(Outcome.NotUnderstood);
        }

        bool repeatsRequest = write.HasRequestKey && requests.Find(write.RequestKey.Span, write.Id.Stamp) is not null;
        if (repeatsRequest || Remakes(write, number))
        {
            return Effect.Nothing(Outcome.Repeated);
        }

        return write.IsUnderstood ? Effect.AsWritten(write) : Effect.Nothing(Outcome.NotUnderstood);
    }

    /// <summary>True when the write was made from one that stands before it, or another one made from the same, or from it, does.</summary>
    private bool Remakes(Write write, CommitNumber number) =>
        (!remade.IsEmpty && remade.Find(KeyOf(write, stackalloc byte[WriteHash.Size]), write.Id.Stamp) is not null)
        || (write.Original is not null && standsAfterOriginal(write, number));

    /// <summary>A write above the level says nothing that counts, its idempotency key included.</summary>
    private Remembered Remember(Write write, Effect effect)
    {
        bool counts = effect.Outcome != Outcome.Repeated && write.Schema <= Level;
        bool isRequest = counts && write.HasRequestKey;
        bool isRemade = counts && write.Original is not null;
        return new(
            isRequest,
            isRequest ? requests.Add(write.RequestKey.Span, write.Id) : null,
            isRemade,
            isRemade ? remade.Add(KeyOf(write, stackalloc byte[WriteHash.Size]), write.Id) : null);
    }

    private static Span<byte> KeyOf(Write write, Span<byte> key)
    {
        write.Root.Hash.WriteTo(key);
        return key;
    }
}
