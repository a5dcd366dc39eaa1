using Oxbow.Core.Identity;

namespace Oxbow.Core.Log;

/// <summary>A committed history as its end names it.</summary>
/// <param name="Number">Its last commit; none for the empty one.</param>
/// <param name="Hash">The chained hash there, which covers all of it.</param>
public readonly record struct CommittedPrefix(CommitNumber Number, ChainHash Hash);
