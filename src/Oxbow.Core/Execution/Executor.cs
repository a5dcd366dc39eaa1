using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Sizes;
using Oxbow.Core.State;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Execution;

/// <summary>
/// Executes writes in the order that the log gives them: finds the effect of each and keeps documents, idempotency keys
/// and the authority to commit as they are after it. Tentative writes lie on top and can be undone; committed ones
/// cannot.
/// </summary>
internal sealed class Executor
{
    private readonly int supportedLevel;
    private readonly FormatLevel formatLevel;
    private readonly Func<Write, CommitNumber, bool, bool> isMadeAgain;
    private readonly RequestWindow requests;
    private readonly Fifo<Executed> tentative = new();

    /// <param name="requestWindow">For how long idempotency keys are remembered.</param>
    /// <param name="supportedLevel">The highest format level that this software executes.</param>
    /// <param name="isMadeAgain">
    /// Whether another write stands before one, with its commit number, if any, that says the same: its original, if
    /// that is remembered, or one made again from that. The log knows.
    /// </param>
    /// <param name="sizes">For the documents.</param>
    public Executor(
        TimeSpan requestWindow,
        int supportedLevel,
        Func<Write, CommitNumber, bool, bool> isMadeAgain,
        CoreSizes sizes)
    {
        State = new(sizes);
        Authority = new();
        Members = new();
        this.isMadeAgain = isMadeAgain;
        requests = new(requestWindow);
        formatLevel = new(Members);
        this.supportedLevel = supportedLevel;
    }

    private Executor(Executor other, int supportedLevel, Func<Write, CommitNumber, bool, bool> isMadeAgain)
    {
        State = other.State.CopyCommitted();
        Authority = other.Authority.Copy();
        Members = other.Members.Copy();
        requests = other.requests.Copy();
        formatLevel = other.formatLevel.Copy(Members);
        this.isMadeAgain = isMadeAgain;
        this.supportedLevel = supportedLevel;
    }

    /// <summary>A tentative write that was executed, with what it takes to undo it.</summary>
    private readonly record struct Executed(
        Write Write, Effect Effect, TentativeVersion? UndoRecord, bool AddedRequest, WriteId? Forgotten);

    /// <summary>The documents.</summary>
    public DatabaseState State { get; }

    /// <summary>Who may commit, after the committed writes.</summary>
    public CommitAuthority Authority { get; }

    /// <summary>The replicas, after the committed writes.</summary>
    public MemberTable Members { get; }

    /// <summary>The format level in force after the committed writes.</summary>
    public int Level => formatLevel.Current;

    /// <summary>
    /// True when the committed writes ask for more than this software executes: nothing is executed after them.
    /// </summary>
    public bool IsBelowLevel => Level > supportedLevel;

    /// <summary>The same after the committed writes, which goes its own way from here on.</summary>
    public Executor CopyCommitted(int supportedLevel, Func<Write, CommitNumber, bool, bool> isMadeAgain) =>
        new(this, supportedLevel, isMadeAgain);

    /// <summary>The smallest stamp that a write at the end of the order can still repeat.</summary>
    public AcceptStamp RememberedFrom => requests.RememberedFrom;

    /// <summary>
    /// True when a write, at the end of the order and with the given stamp, can still repeat an earlier one.
    /// </summary>
    public bool IsRemembered(WriteId first, AcceptStamp stamp) => requests.IsRemembered(first, stamp);

    /// <summary>How many tentative writes are executed.</summary>
    public int TentativeCount => tentative.Count;

    /// <summary>
    /// The write that a retry at the end of the order would repeat; null when it would be a new write.
    /// </summary>
    public WriteId? FindRequest(ReadOnlySpan<byte> requestKey, AcceptStamp stamp) => requests.Find(requestKey, stamp);

    /// <summary>Executes a tentative write on top of all others.</summary>
    public Outcome Execute(Write write)
    {
        Effect effect = EffectOf(write, CommitNumber.None);
        TentativeVersion? undoRecord = State.Execute(effect.Updates, write.Id);
        bool addsRequest = AddsRequest(write, effect);
        tentative.Add(new(write, effect, undoRecord, addsRequest, addsRequest ? requests.Add(write.RequestKey.Span, write.Id) : null));
        return effect.Outcome;
    }

    /// <summary>Undoes the tentative write on top.</summary>
    public void UndoLast()
    {
        Executed last = tentative.RemoveLast();
        State.Undo(last.UndoRecord);
        if (last.AddedRequest)
        {
            requests.Undo(last.Write.RequestKey.Span, last.Forgotten);
        }
    }

    /// <summary>
    /// Commits a write: the lowest of the tentative ones executed, or one that was not while none is. The log knows
    /// whether it begins an epoch.
    /// </summary>
    public Effect Commit(Write write, CommitNumber number, bool beginsEpoch)
    {
        Effect effect;
        bool addedRequest;
        if (tentative.Count > 0)
        {
            Executed first = tentative.RemoveFirst();
            Invariant.Holds(ReferenceEquals(first.Write, write), "the lowest tentative write is committed first");
            effect = first.Effect;
            addedRequest = first.AddedRequest;
            State.Confirm(first.UndoRecord, number);
        }
        else
        {
            effect = EffectOf(write, number);
            State.Commit(effect.Updates, write.Id, number);
            addedRequest = AddsRequest(write, effect);
            if (addedRequest)
            {
                requests.Add(write.RequestKey.Span, write.Id);
            }
        }

        requests.Commit(write.Id, addedRequest ? write.RequestKey.Span : default);
        return effect.Outcome == Outcome.Applied ? CommitRules(write, effect, number, beginsEpoch) : effect;
    }

    /// <summary>
    /// What a write about the database itself changes takes effect at its commit, and may be refused there.
    /// </summary>
    private Effect CommitRules(Write write, Effect effect, CommitNumber number, bool beginsEpoch)
    {
        if (write.Kind == WriteKind.LevelRaise)
        {
            return formatLevel.Commit(write, effect);
        }

        if (write.Evicted is { } evicted)
        {
            return Evict(write, evicted, effect);
        }

        Members.Commit(write);
        return Authority.Commit(write, effect, number, beginsEpoch);
    }

    /// <summary>
    /// Nobody evicts itself, the primary, or a replica that has left or that no commit created. Nor may the primary
    /// itself be one that no commit created: it could go with its creator, and nobody would be left to grant ids.
    /// </summary>
    private Effect Evict(Write write, ReplicaId evicted, Effect effect)
    {
        if (evicted == write.Id.Origin || evicted == Authority.Primary || !Members.IsPresent(evicted) || !Members.IsPresent(Authority.Primary))
        {
            return Effect.Nothing(Outcome.Conflicted);
        }

        Members.Evict(evicted);
        return effect;
    }

    /// <summary>
    /// The effect of a write at the end of the order: a function of the write and of what was executed before it.
    /// </summary>
    private Effect EffectOf(Write write, CommitNumber number)
    {
        if (write.Schema > Level)
        {
            return Effect.Nothing(Outcome.NotUnderstood);
        }

        bool repeatsRequest = write.HasRequestKey && requests.Find(write.RequestKey.Span, write.Id.Stamp) is not null;
        bool remembersOriginal = write.Original is { } original && IsRemembered(original.Id, write.Id.Stamp);
        if (repeatsRequest || isMadeAgain(write, number, remembersOriginal))
        {
            return Effect.Nothing(Outcome.Repeated);
        }

        return write.IsUnderstood ? Effect.AsWritten(write) : Effect.Nothing(Outcome.NotUnderstood);
    }

    /// <summary>A write above the level says nothing that counts, its idempotency key included.</summary>
    private bool AddsRequest(Write write, Effect effect) =>
        write.HasRequestKey && effect.Outcome != Outcome.Repeated && write.Schema <= Level;
}
