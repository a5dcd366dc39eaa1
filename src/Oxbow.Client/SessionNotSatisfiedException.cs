using System.Net;

namespace Oxbow.Client;

/// <summary>
/// The replica lacks writes that the session has seen or made. Nothing was changed, and the session neither;
/// ask again later, or ask another replica.
/// </summary>
public sealed class SessionNotSatisfiedException : OxbowException
{
    /// <summary>The <see cref="OxbowException.Code"/> of this error.</summary>
    public const string SessionNotSatisfied = "session_not_satisfied";

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="missing">What the replica lacks.</param>
    public SessionNotSatisfiedException(string message, IReadOnlyList<ReplicaStamp> missing)
        : base(SessionNotSatisfied, message, HttpStatusCode.PreconditionFailed)
    {
        Missing = missing;
    }

    /// <summary>For each accepting replica the stamp up to which the asked replica would need its writes.</summary>
    public IReadOnlyList<ReplicaStamp> Missing { get; }
}
