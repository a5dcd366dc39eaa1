namespace Oxbow.Core.Messages;

/// <summary>Version of what replicas say to one another. Neighbouring versions work together.</summary>
public static class ProtocolVersion
{
    /// <summary>The version this replica speaks.</summary>
    public const int Current = 2;

    /// <summary>True when a peer of that version and this one understand each other. Version 1 had another format of writes.</summary>
    public static bool IsUnderstood(int version) => version is Current or Current + 1;
}
