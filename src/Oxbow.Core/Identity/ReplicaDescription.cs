namespace Oxbow.Core.Identity;

/// <summary>
/// Who a replica is for people and for programs, as its creation write or its own announcement says: told by the node
/// that bears it, before anybody grants the id.
/// </summary>
/// <param name="NodeName">The name of its node, UTF-8, at most 256 bytes; empty when it gave none.</param>
/// <param name="PublicKey">The key that its signatures are checked with, at most 128 bytes; empty when it has none.</param>
/// <param name="FormatLevel">The highest format level that its software executes.</param>
public sealed record ReplicaDescription(string NodeName, ReadOnlyMemory<byte> PublicKey, int FormatLevel)
{
    /// <summary>Longest node name, in bytes of UTF-8.</summary>
    public const int MaximumNodeNameBytes = 256;

    /// <summary>Longest key, in bytes.</summary>
    public const int MaximumPublicKeyBytes = 128;
}
