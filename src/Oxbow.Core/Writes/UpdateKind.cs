namespace Oxbow.Core.Writes;

/// <summary>What one update does to its document.</summary>
public enum UpdateKind
{
    /// <summary>Sets the document's value, whether or not it existed.</summary>
    Put = 1,

    /// <summary>Removes the document; nothing happens when there is none.</summary>
    Delete = 2,
}
