namespace Oxbow.Node.Transport;

/// <summary>
/// The link ended out of order: an end was disposed, a connection was lost, or bytes arrived that are no
/// frame. Nothing more passes on it in either direction.
/// </summary>
public sealed class LinkBrokenException : Exception
{
    /// <summary>Says how the link broke.</summary>
    public LinkBrokenException(string message)
        : base(message)
    {
    }

    /// <summary>Says how the link broke, and what the layer below reported.</summary>
    public LinkBrokenException(string message, Exception? cause)
        : base(message, cause)
    {
    }
}
