namespace Oxbow.Core.State;

/// <summary>A stretch of keys in byte order.</summary>
/// <param name="Prefix">Only keys that begin with this; empty for all.</param>
/// <param name="From">Only keys from this one on; empty for all.</param>
/// <param name="To">Only keys before this one; empty for all.</param>
/// <param name="After">Only keys after this one: where the page before ended; empty for all.</param>
/// <param name="Limit">Most documents to give.</param>
public sealed record KeyRange(
    ReadOnlyMemory<byte> Prefix,
    ReadOnlyMemory<byte> From,
    ReadOnlyMemory<byte> To,
    ReadOnlyMemory<byte> After,
    int Limit)
{
    /// <summary>All keys, without a limit.</summary>
    public static KeyRange All { get; } = new(default, default, default, default, int.MaxValue);
}
