namespace Oxbow.Client;

/// <summary>How a write came to a replica that did not accept it itself.</summary>
/// <param name="From">The id of the replica that sent it: the one in the write's own id when it came directly.</param>
/// <param name="ByMail">True when it came by direct mail, false when an exchange or a live link brought it.</param>
/// <param name="HeldBackMilliseconds">How long it waited here for writes that it depends on; 0 when it did not.</param>
/// <param name="HeldBackFor">What it waited for: of each replica the last write that it depends on, as ids.</param>
public sealed record WriteArrival(string From, bool ByMail, double HeldBackMilliseconds, IReadOnlyList<string> HeldBackFor);
