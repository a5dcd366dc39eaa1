namespace Oxbow.Core.State;

/// <summary>The versions that tentative writes made of one document, in log order; there is at least one.</summary>
internal sealed class TentativeDocument(byte[] collection, byte[] key) : IKeyed
{
    public byte[] Collection { get; } = collection;

    public byte[] Key { get; } = key;

    /// <summary>The version of the latest write.</summary>
    public TentativeVersion? Top { get; set; }

    /// <summary>The version of the earliest write: the next to be committed.</summary>
    public TentativeVersion? Bottom { get; set; }
}
