using Oxbow.Core.Identity;

namespace Oxbow.Core.Execution;

/// <summary>What the committed prefix says of one replica.</summary>
/// <param name="IsCreated">True when its creation is among the commits: what it accepted itself can come first.</param>
/// <param name="Description">Who it is; null when nobody has said it yet.</param>
/// <param name="HasRetired">True when it has ended by itself.</param>
/// <param name="IsEvicted">True when others have ended it.</param>
internal readonly record struct Member(bool IsCreated, ReplicaDescription? Description, bool HasRetired, bool IsEvicted)
{
    /// <summary>True when it takes no part any more.</summary>
    public bool HasLeft => HasRetired || IsEvicted;

    /// <summary>The highest format level that it is known to execute: the first one when nothing is known.</summary>
    public int SupportedLevel => Description?.FormatLevel ?? FormatLevel.First;
}
