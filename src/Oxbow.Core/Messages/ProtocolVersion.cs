namespace Oxbow.Core.Messages;

/// <summary>Version of what replicas say to one another. Neighbouring versions work together.</summary>
public static class ProtocolVersion
{
    /// <summary>The version this replica speaks.</summary>
    public const int Current = 1;

    /// <summary>True when a peer of that version and this one understand each other.</summary>
    public static bool IsUnderstood(int version) => version is >= Current - 1 and <= Current + 1;
}
