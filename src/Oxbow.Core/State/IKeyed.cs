namespace Oxbow.Core.State;

/// <summary>Something that has a place in the order of keys.</summary>
internal interface IKeyed
{
    /// <summary>The key, UTF-8.</summary>
    byte[] Key { get; }
}
