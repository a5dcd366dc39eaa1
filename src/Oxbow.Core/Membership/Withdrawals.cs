using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Membership;

/// <summary>The writes that had to leave the log. Those that change documents are kept until they are made again.</summary>
internal sealed class Withdrawals
{
    private readonly List<Write> waiting = [];

    /// <summary>What waits to be made again.</summary>
    public IReadOnlyList<Write> Waiting => waiting;

    /// <summary>A write that waits to be made again; null when no such one does.</summary>
    public Write? Find(WriteId id) => waiting.Find(write => write.Id == id || write.Root.Id == id);

    public void Add(IReadOnlyList<LogEntry> withdrawn)
    {
        waiting.AddRange(withdrawn.Select(entry => entry.Write).Where(write => write is { Kind: WriteKind.Update, IsUnderstood: true }));
    }

    /// <summary>Takes those that a format level allows, in the order of their stamps; a roll back may have lowered it.</summary>
    public IReadOnlyList<Write> TakeUpTo(int level)
    {
        Write[] allowed = [.. waiting.Where(write => write.Schema <= level).OrderBy(write => write.Id)];
        waiting.RemoveAll(write => write.Schema <= level);
        return allowed;
    }
}
