using System.Reflection;
using Oxbow.Core;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Storage;
using Oxbow.Testing.Exhaustive;

namespace Oxbow.Testing.Tests.Exhaustive;

/// <summary>The search finds what it is there to find, and shows a shortest way.</summary>
public sealed class PlantedBugTests
{
    private static readonly SearchScope Small = new() { Writes = 2, Crashes = 1, Retirements = 0, HandOffs = 0 };

    [Fact]
    public void A_forgotten_flush_is_found() => RequireFound(Small, new ForgottenFlush(), "I14", 1, 6);

    [Fact]
    public void Commits_in_another_order_are_found() =>
        RequireFound(Small with { AllAreKnown = true }, new SwappedCommits(), "I24", 3, 10);

    [Fact]
    public void A_write_before_its_cause_is_found() =>
        RequireFound(Small with { AllAreKnown = true }, new LostCauses(), "I2", 4, 20);

    [Fact]
    public void A_second_primary_is_found() =>
        RequireFound(Small with { AllAreKnown = true }, new SecondPrimary(), "I11", 2, 6);

    [Fact]
    public void A_retirement_handover_that_nobody_keeps_is_found() =>
        RequireFound(
            Small with { Writes = 1, Retirements = 1, AllAreKnown = true }, new ForgottenHandover(), "I24", 2, 12);

    [Fact]
    public void An_epoch_that_nobody_hears_of_is_found() =>
        RequireFound(
            Small with { Writes = 0, Crashes = 0, TakeOvers = 1, AllAreKnown = true }, new UnheardEpoch(), "I24", 2, 8);

    private static void RequireFound(
        SearchScope scope, Surroundings surroundings, string invariant, int fewestMoves, int mostMoves)
    {
        SearchResult result = ExhaustiveSearch.Run(scope, surroundings);

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{result.Message}\n  {string.Join("\n  ", result.Path)}\n{result.States} states");
        Assert.Equal(invariant, result.Invariant);
        Assert.InRange(result.Path.Count, fewestMoves, mostMoves);
    }

    /// <summary>Commits are taken for those of the first epoch.</summary>
    private sealed class UnheardEpoch : Surroundings
    {
        public override PeerMessage Heard(int slot, Replica replica, PeerMessage message) =>
            message is Batch batch ? batch with { Epoch = CommitEpoch.First } : message;
    }

    /// <summary>The first replica's journal does not flush its second group.</summary>
    private sealed class ForgottenFlush : Surroundings
    {
        public override IJournal Disk(int slot, IJournal journal) => slot == 1 ? new Forgetful(journal) : journal;

        private sealed class Forgetful(IJournal inner) : IJournal
        {
            private int syncs;

            public bool HasCutTail => inner.HasCutTail;

            public IEnumerable<ReadOnlyMemory<byte>> Recover() => inner.Recover();

            public void Append(ReadOnlySpan<byte> block) => inner.Append(block);

            public void Sync()
            {
                if (++syncs != 2)
                {
                    inner.Sync();
                }
            }

            public void Dispose() => inner.Dispose();
        }
    }

    /// <summary>B takes two commit notices of one batch the wrong way round.</summary>
    private sealed class SwappedCommits : Surroundings
    {
        public override PeerMessage Heard(int slot, Replica replica, PeerMessage message)
        {
            if (slot != 1 || message is not Batch batch || batch.Records.Count(record => record.IsCommitNotice) != 2)
            {
                return message;
            }

            LogRecord[] notices = [.. batch.Records.Where(record => record.IsCommitNotice)];
            return batch with
            {
                Records =
                [
                    LogRecord.Notice(notices[1].Id, notices[0].CommitNumber),
                    LogRecord.Notice(notices[0].Id, notices[1].CommitNumber),
                    .. batch.Records.Where(record => !record.IsCommitNotice),
                ],
            };
        }
    }

    /// <summary>A loses what one of the others wrote from what the other of them tells it.</summary>
    private sealed class LostCauses : Surroundings
    {
        public override PeerMessage Heard(int slot, Replica replica, PeerMessage message) =>
            slot == 0 && message is Batch { Records.Count: > 1 } batch
                ? batch with
                {
                    Records = [.. batch.Records.Where(record => record.Id.Origin == batch.Records[^1].Id.Origin)],
                }
                : message;
    }

    /// <summary>B takes itself for the primary when it hears anything and has a write of its own.</summary>
    private sealed class SecondPrimary : Surroundings
    {
        public override PeerMessage Heard(int slot, Replica replica, PeerMessage message)
        {
            if (slot == 1 && replica.WriteCount > 2)
            {
                object state = ValueOf(replica, "state");
                object executor = ValueOf(ValueOf(state, "<History>k__BackingField"), "executor");
                object authority = ValueOf(executor, "<Authority>k__BackingField");
                FieldOf(authority, "<Primary>k__BackingField").SetValue(authority, replica.Identity.Replica);
            }

            return message;
        }

        private static object ValueOf(object target, string name) => FieldOf(target, name).GetValue(target)!;

        private static FieldInfo FieldOf(object target, string name) =>
            target.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
    }

    /// <summary>Batches come in without their records, and are acknowledged all the same.</summary>
    private sealed class ForgottenHandover : Surroundings
    {
        public override PeerMessage Heard(int slot, Replica replica, PeerMessage message) =>
            message is Batch { Records.Count: > 1 } batch
            && batch.Records[^1].Write?.Kind == Core.Writes.WriteKind.Retirement
                ? batch with { Records = [] }
                : message;
    }
}
