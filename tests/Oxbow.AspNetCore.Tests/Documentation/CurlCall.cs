namespace Oxbow.AspNetCore.Tests.Documentation;

/// <summary>A call as it stands in the documentation.</summary>
/// <param name="Command">The shell command.</param>
/// <param name="Status">The status that stands beside it.</param>
internal sealed record CurlCall(string Command, int Status);
