namespace Oxbow.Core.Vectors;

/// <summary>How two version vectors stand to one another.</summary>
public enum VectorOrder
{
    /// <summary>The same entries.</summary>
    Equal,

    /// <summary>The first is covered by the second, which has more.</summary>
    Before,

    /// <summary>The first covers the second and has more.</summary>
    After,

    /// <summary>Each has something that the other lacks.</summary>
    Concurrent,
}
