namespace Oxbow.Core.State;

/// <summary>
/// Items sorted by key bytes, in blocks of bounded length: finding a place costs two binary searches,
/// adding or removing moves at most one block.
/// </summary>
/// <param name="largestBlock">How many items a block holds before it is divided.</param>
internal sealed class KeyOrder<T>(int largestBlock)
    where T : class, IKeyed
{
    private readonly List<List<T>> blocks = [[]];

    public void Add(T item)
    {
        int blockIndex = FindBlock(item.Key);
        List<T> block = blocks[blockIndex];
        block.Insert(FindIn(block, item.Key), item);
        if (block.Count > largestBlock)
        {
            int half = block.Count / 2;
            blocks.Insert(blockIndex + 1, block.GetRange(half, block.Count - half));
            block.RemoveRange(half, block.Count - half);
        }
    }

    public void Remove(T item)
    {
        int blockIndex = FindBlock(item.Key);
        List<T> block = blocks[blockIndex];
        block.RemoveAt(FindIn(block, item.Key));
        if (block.Count == 0 && blocks.Count > 1)
        {
            blocks.RemoveAt(blockIndex);
        }
    }

    /// <summary>Every item whose key is not before <paramref name="key"/>, in order. Changing the set ends the walk's validity.</summary>
    public IEnumerable<T> From(ReadOnlyMemory<byte> key)
    {
        int blockIndex = FindBlock(key.Span);
        int position = FindIn(blocks[blockIndex], key.Span);
        for (; blockIndex < blocks.Count; blockIndex++, position = 0)
        {
            for (; position < blocks[blockIndex].Count; position++)
            {
                yield return blocks[blockIndex][position];
            }
        }
    }

    /// <summary>The last block whose first key is not after <paramref name="key"/>, or the first block.</summary>
    private int FindBlock(ReadOnlySpan<byte> key)
    {
        int low = 0;
        int high = blocks.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (blocks[middle][0].Key.AsSpan().SequenceCompareTo(key) <= 0)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private static int FindIn(List<T> block, ReadOnlySpan<byte> key)
    {
        int low = 0;
        int high = block.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (block[middle].Key.AsSpan().SequenceCompareTo(key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
