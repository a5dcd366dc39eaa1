using System.Net;

namespace Oxbow.Client;

/// <summary>A node refused a request or could not be reached. <see cref="Exception.Message"/> says what to do.</summary>
public class OxbowException : Exception
{
    /// <summary>The <see cref="Code"/> of a node that gave no answer, or none that can be understood.</summary>
    public const string NodeUnreachable = "node_unreachable";

    /// <summary>The <see cref="Code"/> of a write whose condition does not hold; nothing was written.</summary>
    public const string PreconditionFailed = "precondition_failed";

    /// <summary>Creates the exception.</summary>
    /// <param name="code">The stable name of the error.</param>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="status">The HTTP status; null when there was no answer.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public OxbowException(string code, string message, HttpStatusCode? status = null, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Status = status;
    }

    /// <summary>The stable name of the error, such as <c>document_not_found</c> or <see cref="NodeUnreachable"/>.</summary>
    public string Code { get; }

    /// <summary>The HTTP status of the answer; null when there was none.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>
    /// True when the request certainly had no effect, so that it can be made again, at this node or another: the
    /// node was not reached at all, or said that it does not serve now.
    /// </summary>
    public bool ChangedNothing { get; init; }
}
