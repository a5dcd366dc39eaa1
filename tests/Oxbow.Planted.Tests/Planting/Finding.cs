namespace Oxbow.Planted.Tests.Planting;

/// <summary>What the simulator said of a copy of the product.</summary>
/// <param name="Seeds">How many seeds it took, counted from the first; all of them when nothing was found.</param>
/// <param name="CaughtBy">The invariant that broke, or what was thrown; null when everything held.</param>
/// <param name="Message">What was seen.</param>
internal sealed record Finding(long Seeds, string? CaughtBy, string Message);
