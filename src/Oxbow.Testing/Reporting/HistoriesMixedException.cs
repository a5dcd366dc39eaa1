namespace Oxbow.Testing.Reporting;

/// <summary>
/// After a fork a write was taken for another one of the same name. No replica can see that, and from here on nothing can
/// be demanded of this world: the run ends.
/// </summary>
internal sealed class HistoriesMixedException() : Exception("Two histories of one id were mixed.");
