namespace Oxbow.Testing.Reporting;

/// <summary>A checker found that an invariant does not hold.</summary>
/// <param name="invariant">Its name: I1 to I30.</param>
/// <param name="message">What was seen.</param>
internal sealed class InvariantBrokenException(string invariant, string message) : Exception($"{invariant}: {message}")
{
    public string Invariant { get; } = invariant;
}
