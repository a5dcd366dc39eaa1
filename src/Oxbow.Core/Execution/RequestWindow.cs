using Oxbow.Core.Identity;
using Oxbow.Core.State;

namespace Oxbow.Core.Execution;

/// <summary>
/// The idempotency keys of the writes that were executed, for as long as they are remembered: a key is forgotten once a
/// write whose stamp is later by more than the window stands behind it in the order. What is remembered at a place
/// follows from the writes before it alone, so it is the same at every replica.
/// </summary>
internal sealed class RequestWindow
{
    private readonly long width;
    private readonly Dictionary<byte[], WriteId> firsts = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], WriteId>.AlternateLookup<ReadOnlySpan<byte>> lookup;
    private readonly Queue<KeyValuePair<byte[], WriteId>> committed;

    /// <summary>The largest stamp of a committed write.</summary>
    private AcceptStamp horizon;

    public RequestWindow(TimeSpan window)
        : this(AcceptStamp.FromTime(DateTimeOffset.UnixEpoch + window).Value, [], AcceptStamp.None)
    {
    }

    private RequestWindow(
        long width, IEnumerable<KeyValuePair<byte[], WriteId>> committed, AcceptStamp horizon)
    {
        this.width = width;
        this.committed = new(committed);
        this.horizon = horizon;
        lookup = firsts.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach ((byte[] key, WriteId first) in this.committed)
        {
            firsts[key] = first;
        }
    }

    /// <summary>The same, of committed writes alone: no key of a tentative one is remembered.</summary>
    public RequestWindow Copy() => new(width, committed, horizon);

    /// <summary>
    /// The earlier write with this key that a write with the given stamp, at the end of the order, repeats; null when
    /// it repeats none.
    /// </summary>
    public WriteId? Find(ReadOnlySpan<byte> key, AcceptStamp stamp) =>
        lookup.TryGetValue(key, out WriteId first) && IsRemembered(first, stamp) ? first : null;

    /// <summary>Remembers the key of a write that was executed and repeats none.</summary>
    /// <returns>The write that had it before, so long ago that it was forgotten; null when there was none.</returns>
    public WriteId? Add(ReadOnlySpan<byte> key, WriteId write)
    {
        WriteId? forgotten = lookup.TryGetValue(key, out WriteId before) ? before : null;
        lookup[key] = write;
        return forgotten;
    }

    /// <summary>Takes back what <see cref="Add"/> did.</summary>
    public void Undo(ReadOnlySpan<byte> key, WriteId? forgotten)
    {
        if (forgotten is { } before)
        {
            lookup[key] = before;
        }
        else
        {
            lookup.Remove(key);
        }
    }

    /// <summary>A write was committed, with the key that it added, if any.</summary>
    public void Commit(WriteId write, ReadOnlySpan<byte> key)
    {
        if (!key.IsEmpty)
        {
            committed.Enqueue(new(key.ToArray(), write));
        }

        horizon = write.Stamp > horizon ? write.Stamp : horizon;
        while (committed.TryPeek(out KeyValuePair<byte[], WriteId> oldest) && !IsRemembered(oldest.Value, horizon))
        {
            committed.Dequeue();
            if (firsts.TryGetValue(oldest.Key, out WriteId present) && present == oldest.Value)
            {
                firsts.Remove(oldest.Key);
            }
        }
    }

    /// <summary>The smallest stamp that a write at the end of the order can still repeat.</summary>
    public AcceptStamp RememberedFrom => new(Math.Max(0, horizon.Value - width));

    /// <summary>
    /// True when a write, at the end of the order and with the given stamp, can still repeat an earlier one.
    /// </summary>
    public bool IsRemembered(WriteId first, AcceptStamp stamp) =>
        first.Stamp.Value >= (stamp > horizon ? stamp : horizon).Value - width;
}
