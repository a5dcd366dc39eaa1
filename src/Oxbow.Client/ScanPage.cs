namespace Oxbow.Client;

/// <summary>One page of a scan, in key order.</summary>
/// <param name="Documents">The documents of this page.</param>
/// <param name="Next">What to give as <see cref="ScanRange.After"/> for the next page; null on the last page.</param>
public sealed record ScanPage(IReadOnlyList<ScannedDocument> Documents, string? Next);
