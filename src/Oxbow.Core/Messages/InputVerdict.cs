using Oxbow.Core.Identity;

namespace Oxbow.Core.Messages;

/// <summary>
/// What a check found out about something that came in. A check changes nothing: who asked for the verdict acts on it.
/// </summary>
/// <param name="Rejection">Why it is refused; null when it is sound.</param>
/// <param name="IsIdentityLost">True when it shows that this replica's id is in use elsewhere.</param>
internal readonly record struct InputVerdict(Rejection? Rejection, bool IsIdentityLost)
{
    /// <summary>
    /// The write of another history of its id than the one here, if that is what it shows; null else.
    /// </summary>
    public WriteId? Forked { get; private init; }

    public static InputVerdict Sound => default;

    public static InputVerdict Refused(RejectionCode code, string detail) =>
        new(new(code, detail), IsIdentityLost: false);

    public static InputVerdict IdentityLost(string detail, RejectionCode code = RejectionCode.IdentityClash) =>
        new(new(code, detail), IsIdentityLost: true);

    /// <summary>Two replicas use an id, which is not this replica's own.</summary>
    public static InputVerdict IdForked(WriteId other, string detail) =>
        new(new(RejectionCode.IdentityClash, detail), IsIdentityLost: false) { Forked = other };

    public static implicit operator InputVerdict(Rejection? rejection) => new(rejection, IsIdentityLost: false);
}
