namespace Oxbow.Node.Errors;

/// <summary>The node did not do what it was asked to do, and changed nothing.</summary>
/// <param name="code">Stable; see <see cref="NodeRefusalCodes"/>, or the code of a transport or a replica.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">What was behind it, if anything.</param>
public sealed class NodeException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable, for programs.</summary>
    public string Code { get; } = code;
}
