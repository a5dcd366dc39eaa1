namespace Oxbow.Core.State;

/// <summary>A committed document in memory.</summary>
internal sealed class CommittedDocument(byte[] key) : IKeyed
{
    public byte[] Key { get; } = key;

    public DocumentVersion Version { get; set; }
}
