using Oxbow.Core.Sizes;

namespace Oxbow.Core.State;

/// <summary>The collections of a database, by name.</summary>
internal sealed class KeyedCollections<T>
    where T : class, IKeyed
{
    private readonly CoreSizes sizes;
    private readonly Dictionary<byte[], KeyedCollection<T>> collections = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], KeyedCollection<T>>.AlternateLookup<ReadOnlySpan<byte>> byName;

    public KeyedCollections(CoreSizes sizes)
    {
        this.sizes = sizes;
        byName = collections.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public IEnumerable<byte[]> Names => collections.Keys;

    public KeyedCollection<T>? Find(ReadOnlySpan<byte> name) =>
        byName.TryGetValue(name, out KeyedCollection<T>? collection) ? collection : null;

    public KeyedCollection<T> FindOrAdd(ReadOnlySpan<byte> name)
    {
        if (byName.TryGetValue(name, out KeyedCollection<T>? collection))
        {
            return collection;
        }

        collection = new(sizes);
        collections.Add(name.ToArray(), collection);
        return collection;
    }

    public void Clear() => collections.Clear();
}
