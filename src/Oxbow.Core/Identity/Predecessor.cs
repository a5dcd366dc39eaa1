namespace Oxbow.Core.Identity;

/// <summary>What a write follows: its origin's write before it, or the write that created its origin.</summary>
/// <param name="Stamp">The accept stamp of that write; <see cref="AcceptStamp.None"/> for the first write of the base replica.</param>
/// <param name="Hash">The hash of that write; <see cref="WriteHash.None"/> for the first write of the base replica.</param>
public readonly record struct Predecessor(AcceptStamp Stamp, WriteHash Hash);
