namespace Oxbow.Core.Writes;

/// <summary>What a write may hold. Checked where a write is accepted and again where one comes in from a peer.</summary>
public static class WriteLimits
{
    /// <summary>Longest key, in bytes of UTF-8.</summary>
    public const int MaximumKeyBytes = 1024;

    /// <summary>Longest JSON value, in bytes of UTF-8.</summary>
    public const int MaximumValueBytes = 256 * 1024;

    /// <summary>Deepest nesting of objects and arrays in a JSON value.</summary>
    public const int MaximumJsonDepth = 64;

    /// <summary>Longest collection name, in characters (ASCII letters, digits, '_', '-' and '.').</summary>
    public const int MaximumCollectionBytes = 64;

    /// <summary>Most updates one write can hold.</summary>
    public const int MaximumUpdates = 1000;

    /// <summary>Longest idempotency key, in bytes.</summary>
    public const int MaximumRequestKeyBytes = 128;

    /// <summary>Largest encoded write, in bytes.</summary>
    public const int MaximumWriteBytes = 1024 * 1024;
}
