namespace Oxbow.Core.Sizes;

/// <summary>
/// Sizes at which a replica goes about its memory in another way. Nobody has to choose them; tests make them tiny, since
/// what happens only beyond a thousand documents is otherwise never tested.
/// </summary>
internal sealed record CoreSizes
{
    /// <summary>The sizes of every replica that is not under test.</summary>
    public static CoreSizes Default { get; } = new();

    /// <summary>How many items stand in one block of a key order before it is divided.</summary>
    public int BlockItems { get; init; } = 512;

    /// <summary>How many entries are gone from the front of a list before the room for them is given back.</summary>
    public int CompactionEntries { get; init; } = 1024;

    /// <summary>How many writes are remembered that wait because they are ahead of time.</summary>
    public int RememberedAhead { get; init; } = 65_536;

    /// <summary>How many writes are remembered that were passed over, because their history gave way.</summary>
    public int RememberedPassedOver { get; init; } = 65_536;

    /// <summary>
    /// How many peers are remembered whose clocks differ from the one here. A hello can name any id: beyond so many
    /// nobody is told any more.
    /// </summary>
    public int RememberedClocksApart { get; init; } = 1_000;
}
