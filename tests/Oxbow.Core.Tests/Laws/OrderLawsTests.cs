using System.Text;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Replicas;
using Oxbow.Core.Sizes;
using Oxbow.Core.State;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Laws;

/// <summary>The structures that keep order, against lists that are sorted anew.</summary>
public sealed class OrderLawsTests
{
    [Fact]
    public void Documents_stay_in_key_order() => Law.HoldsForSeeds(random =>
    {
        KeyOrder<CommittedDocument> ordered = new(Draw.Size(random, 512));
        SortedDictionary<string, CommittedDocument> model = new(StringComparer.Ordinal);
        int steps = random.Next(20) == 0 ? 6000 : 300;
        int keys = random.Next(2) == 0 ? 40 : 5000;
        for (int step = 0; step < steps; step++)
        {
            string key = $"k{random.Next(keys):d5}";
            if (model.Remove(key, out CommittedDocument? present))
            {
                ordered.Remove(present);
            }
            else
            {
                model.Add(key, new(Encoding.UTF8.GetBytes(key)));
                ordered.Add(model[key]);
            }
        }

        string from = $"k{random.Next(keys):d5}";
        Assert.Equal(model.Values, ordered.From(default));
        Assert.Equal(model.Where(pair => string.CompareOrdinal(pair.Key, from) >= 0).Select(pair => pair.Value), ordered.From(Encoding.UTF8.GetBytes(from)));
    });

    /// <summary>I9: by stamp, then by replica, whatever comes in and whatever is committed in between.</summary>
    [Fact]
    public void The_tentative_order_is_that_of_stamp_and_replica() => Law.HoldsForSeeds(random =>
    {
        TentativeOrder order = new(Draw.Size(random, 1024));
        List<LogEntry> model = [];
        LogEntry[] all = Entries(random, 200);
        for (int next = 0; next < all.Length;)
        {
            LogEntry[] incoming = [.. all[next..Math.Min(all.Length, next += random.Next(40))].OrderBy(entry => entry.Write.Id)];
            order.Merge(incoming);
            model = [.. model.Concat(incoming).OrderBy(entry => entry.Write.Id)];
            for (int count = random.Next(5); count > 0 && model.Count > 0; count--)
            {
                order.RemoveFirst();
                model.RemoveAt(0);
            }

            foreach (LogEntry entry in model.Where(_ => random.Next(10) == 0))
            {
                entry.CommitNumber = new(1);
            }

            order.RemoveCommitted();
            model.RemoveAll(entry => entry.IsCommitted);
            Assert.Equal(model, Enumerable.Range(0, order.Count).Select(position => order[position]));
            WriteId bound = all[random.Next(all.Length)].Write.Id;
            Assert.Equal(model.Count(entry => entry.Write.Id < bound), order.LowerBound(bound));
        }
    });

    /// <summary>
    /// The plan undoes no more than it must: what stays applied is the longest prefix that both orders share.
    /// </summary>
    [Fact]
    public void A_reorder_plan_keeps_the_longest_shared_prefix() => Law.HoldsForSeeds(random =>
    {
        LogEntry[] all = [.. Entries(random, 30).OrderBy(entry => entry.Write.Id)];
        LogEntry[] present = [.. all.Where(_ => random.Next(2) == 0)];
        LogEntry[] absent = [.. all.Except(present)];
        int inPlace = random.Next(present.Length + 1);
        LogEntry[] moved = [.. present.Skip(inPlace).Concat(absent).Where(_ => random.Next(8) == 0)];
        random.Shuffle(moved);
        LogEntry[] commits = [.. present.Take(inPlace), .. moved];
        LogEntry[] incoming = [.. absent.Except(moved).Where(_ => random.Next(3) == 0)];
        TentativeOrder order = new(Draw.Size(random, 1024));
        order.Merge(present);
        int applied = random.Next(present.Length + 1);

        ReorderPlan plan = ReorderPlan.Between(order, applied, commits, incoming);

        LogEntry[] after = [.. commits, .. present.Except(commits).Concat(incoming).OrderBy(entry => entry.Write.Id)];
        int shared = present.Zip(after).TakeWhile(pair => ReferenceEquals(pair.First, pair.Second)).Count();
        int confirmed = present.Zip(commits).TakeWhile(pair => ReferenceEquals(pair.First, pair.Second)).Count();
        Assert.Equal(confirmed, plan.Confirmed);
        bool ordersDiffer = shared < present.Length || confirmed < commits.Length || incoming.Length > 0;
        Assert.True(plan.Undo >= Math.Max(0, applied - shared), "something stays applied that has moved");
        Assert.True(
            confirmed < commits.Length || plan.Undo == Math.Max(0, applied - shared), "more is undone than has moved");
        Assert.True(ordersDiffer || plan.Undo == 0);
    });

    /// <summary>
    /// I12: undoing restores what was there, byte for byte, at any depth, whatever was confirmed below meanwhile.
    /// </summary>
    [Fact]
    public void Undo_is_exact_at_any_depth() => Law.HoldsForSeeds(random =>
    {
        CoreSizes sizes = new() { BlockItems = Draw.Size(random, 512) };
        Executor executor = new(TimeSpan.FromDays(7), ReplicaOptions.CurrentLevel, (_, _, _) => false, sizes);
        Stack<(Write Write, string Before)> executed = new();
        List<Write> queue = [];
        CommitNumber number = CommitNumber.None;
        foreach (Write write in Entries(random, 60).Select(entry => entry.Write))
        {
            switch (random.Next(4))
            {
                case 0 when executed.Count > 0:
                    (Write top, string before) = executed.Pop();
                    queue.Remove(top);
                    executor.UndoLast();
                    Assert.Equal(before, Describe(executor, ReadView.Latest));
                    break;
                case 1 when queue.Count > 0:
                    string latest = Describe(executor, ReadView.Latest);
                    number = number.Next;
                    executor.Commit(queue[0], number, beginsEpoch: false);
                    executed = new(executed.Reverse().Skip(1));
                    queue.RemoveAt(0);
                    Assert.Equal(latest, Describe(executor, ReadView.Latest));
                    Assert.True(executed.Count > 0 || latest == Describe(executor, ReadView.Committed));
                    break;
                default:
                    executed.Push((write, Describe(executor, ReadView.Latest)));
                    queue.Add(write);
                    executor.Execute(write);
                    break;
            }
        }

        while (executed.TryPop(out (Write Write, string Before) last))
        {
            executor.UndoLast();
            Assert.Equal(last.Before, Describe(executor, ReadView.Latest));
        }

        Assert.Equal(Describe(executor, ReadView.Committed), Describe(executor, ReadView.Latest));
    });

    private static string Describe(Executor executor, ReadView view) => DescribeRequests(executor) + string.Join(
        '\n',
        from collection in executor.State.Collections
        from document in executor.State.Walk(collection, KeyRange.All, view)
        select $"{Convert.ToHexString(collection)} {Convert.ToHexString(document.Key)} {Convert.ToHexString(document.Version.Value.Span)} {document.Version.Write}");

    private static string DescribeRequests(Executor executor) => string.Concat(
        Enumerable.Range(0, 4).Select(key => $"{key} is {executor.FindRequest([(byte)key], AcceptStamp.Maximum)}\n"));

    private static LogEntry[] Entries(Random random, int count)
    {
        ReplicaId[] ids = Draw.Ids(random, 4);
        WriteId[] names = [.. Enumerable.Range(0, count).Select(_ => new WriteId(ids[random.Next(ids.Length)], new(long.MaxValue - random.Next(count * 2)))).Distinct()];
        return [.. names.Select(name => new LogEntry(WriteEncoder.EncodeUpdates(name, new(name.Origin.Created, default), Draw.Updates(random), Draw.RequestKey(random)), default))];
    }
}
