using Oxbow.Core.Messages;

namespace Oxbow.Node.Errors;

/// <summary>A conversation with a peer ended before its purpose was reached. Whatever was exchanged until then stays.</summary>
/// <param name="rejection">The reason.</param>
public sealed class ExchangeFailedException(Rejection rejection) : Exception(rejection.Detail)
{
    /// <summary>The reason, with a stable code.</summary>
    public Rejection Rejection { get; } = rejection;
}
