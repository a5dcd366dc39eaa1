using Oxbow.Storage;

namespace Oxbow.Testing.Exhaustive;

/// <summary>What survives of one replica: the blocks that were synced. Unlike a <see cref="MemoryJournal"/> it can be copied.</summary>
internal sealed class BlockDisk(IEnumerable<ReadOnlyMemory<byte>> blocks)
{
    private readonly List<ReadOnlyMemory<byte>> synced = [.. blocks];

    public IReadOnlyList<ReadOnlyMemory<byte>> Blocks => synced;

    /// <summary>The journal that a start finds.</summary>
    public IJournal Open() => new Journal(synced);

    private sealed class Journal(List<ReadOnlyMemory<byte>> synced) : IJournal
    {
        private readonly List<ReadOnlyMemory<byte>> group = [];

        public bool HasCutTail => false;

        public IEnumerable<ReadOnlyMemory<byte>> Recover() => synced;

        public void Append(ReadOnlySpan<byte> block) => group.Add(block.ToArray());

        public void Sync()
        {
            synced.AddRange(group);
            group.Clear();
        }

        public void Dispose()
        {
        }
    }
}
