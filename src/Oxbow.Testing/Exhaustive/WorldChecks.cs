using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Exhaustive;

/// <summary>
/// What can only be said of replicas together: I1 to I4, I6, I7, I9, I15, I18 and I20. No disk is lost in this small
/// world, so what was ever accepted is what the three have accepted, and what was ever committed is the longest
/// committed part. Two replicas in two states are compared once.
/// </summary>
internal sealed class WorldChecks(IReadOnlyList<LocalStates> locals, KnownWrites writes)
{
    private const int Replicas = 3;

    private readonly HashSet<(int, int, int, int)> compared = [];

    public void Require(in GlobalState state)
    {
        for (int slot = 0; slot < Replicas; slot++)
        {
            for (int other = 0; other < Replicas; other++)
            {
                if (compared.Add((slot, other, state.Local(slot), state.Local(other))))
                {
                    LocalView view = locals[slot][state.Local(slot)].View;
                    LocalView peer = locals[other][state.Local(other)].View;
                    RequireAgreement(view, peer);
                    RequireOrigin(view, peer);
                }
            }
        }

        RequireOneCommitter(state);
        RequireHeirs(state);
    }

    /// <summary>I4, I6 and I35 for commits, I3 for ids.</summary>
    private void RequireAgreement(LocalView view, LocalView peer)
    {
        int shared = Math.Min(view.CommittedCount, peer.CommittedCount);
        for (int index = 0; index < shared; index++)
        {
            (Write mine, Write theirs) = (writes[view.Log[index]], writes[peer.Log[index]]);
            if (mine == theirs)
            {
                continue;
            }

            // From the first number on at which an epoch begins for one of them they are two histories.
            bool isOfEpochs = view.Epoch != peer.Epoch && (mine.TakeOver is not null || theirs.TakeOver is not null);
            if (isOfEpochs)
            {
                return;
            }

            throw new InvariantBrokenException(
                "I4", $"commit number {index + 1} is {mine} at {view.Replica} and {theirs} at {peer.Replica}");
        }

        if (view.CommittedCount == peer.CommittedCount && view.Hash != peer.Hash)
        {
            throw new InvariantBrokenException("I6", $"{view.Replica} and {peer.Replica} have different hashes at commit number {view.CommittedCount}");
        }
    }

    /// <summary>
    /// What a replica holds of another's writes: only what was accepted (I15), the first ones without a gap (I1), each
    /// with all that its replica held when it accepted it (I2), and after all of that (I7, I9).
    /// </summary>
    private void RequireOrigin(LocalView view, LocalView origin)
    {
        int count = 0;
        for (int position = 0; position < view.Log.Length; position++)
        {
            int number = view.Log[position];
            if (writes[number].Id.Origin != origin.Replica)
            {
                continue;
            }

            count++;
            OwnWrite own = origin.Own.FirstOrDefault(own => own.Number == number)
                ?? throw new InvariantBrokenException("I15", $"{view.Replica} holds {writes[number]}, which {origin.Replica} never accepted with this content");
            foreach (int cause in own.Causes)
            {
                int at = Array.IndexOf(view.Log, cause);
                if (at < 0 || (at > position && !IsCommittedTakeOver(view, position)))
                {
                    throw new InvariantBrokenException(at < 0 ? "I2" : "I9", $"{view.Replica} holds {writes[number]} {(at < 0 ? "without" : "before")} {writes[cause]}, which its replica held when it accepted it");
                }
            }
        }

        if (origin.Own.Take(count).Any(own => !view.Log.Contains(own.Number)))
        {
            throw new InvariantBrokenException("I1", $"{view.Replica} lacks a write of {origin.Replica} before one that it holds");
        }
    }

    /// <summary>A take-over stands before what its replica held tentatively.</summary>
    private bool IsCommittedTakeOver(LocalView view, int position) =>
        position < view.CommittedCount && writes[view.Log[position]].TakeOver is not null;

    /// <summary>I20: a commit that only one replica knows was given by it, and it was the primary.</summary>
    private void RequireOneCommitter(in GlobalState state)
    {
        LocalView first = locals[0][state.Local(0)].View;
        LocalView second = locals[1][state.Local(1)].View;
        LocalView third = locals[2][state.Local(2)].View;
        if (first.Epoch != second.Epoch || second.Epoch != third.Epoch)
        {
            // Commits of a smaller epoch may be known to nobody any more who gave them.
            return;
        }

        RequireCommitter(first, Math.Max(second.CommittedCount, third.CommittedCount));
        RequireCommitter(second, Math.Max(first.CommittedCount, third.CommittedCount));
        RequireCommitter(third, Math.Max(first.CommittedCount, second.CommittedCount));
    }

    private void RequireCommitter(LocalView view, int known)
    {
        if (view.CommittedCount <= known)
        {
            return;
        }

        ReplicaId primary = ReplicaId.Base;
        for (int index = 0; index < view.CommittedCount; index++)
        {
            Write write = writes[view.Log[index]];
            bool takesOver = write.TakeOver is not null && write.Id.Origin == view.Replica;
            if (index >= known && primary != view.Replica && !takesOver)
            {
                throw new InvariantBrokenException("I20", $"{view.Replica} commits {write} as number {index + 1}, but the primary is {primary}");
            }

            primary = write.HandOffTarget is { } target && write.Id.Origin == primary ? target
                : write.TakeOver is { } terms && terms.After.Value == index ? write.Id.Origin
                : primary;
        }
    }

    /// <summary>I18: who has left left everything it held with somebody.</summary>
    private void RequireHeirs(in GlobalState state)
    {
        for (int slot = 0; slot < Replicas; slot++)
        {
            LocalView view = locals[slot][state.Local(slot)].View;
            if (view.Standing != Standing.Retired)
            {
                continue;
            }

            LocalView next = locals[(slot + 1) % Replicas][state.Local((slot + 1) % Replicas)].View;
            LocalView last = locals[(slot + 2) % Replicas][state.Local((slot + 2) % Replicas)].View;
            foreach (int number in view.Log)
            {
                if (!next.Log.Contains(number) && !last.Log.Contains(number))
                {
                    throw new InvariantBrokenException("I18", $"{view.Replica} has left and nobody else holds {writes[number]}");
                }
            }
        }
    }
}
