using Oxbow.Core.Sizes;

namespace Oxbow.Core.State;

/// <summary>What one collection holds, by key and in key order.</summary>
internal sealed class KeyedCollection<T>
    where T : class, IKeyed
{
    private readonly Dictionary<byte[], T> items = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> byKey;
    private readonly KeyOrder<T> order;

    public KeyedCollection(CoreSizes sizes)
    {
        byKey = items.GetAlternateLookup<ReadOnlySpan<byte>>();
        order = new(sizes.BlockItems);
    }

    public T? Find(ReadOnlySpan<byte> key) => byKey.TryGetValue(key, out T? item) ? item : null;

    public void Add(T item)
    {
        items.Add(item.Key, item);
        order.Add(item);
    }

    public void Remove(T item)
    {
        items.Remove(item.Key);
        order.Remove(item);
    }

    /// <summary>What has a key from this one on, in key order.</summary>
    public IEnumerable<T> From(ReadOnlyMemory<byte> key) => order.From(key);
}
